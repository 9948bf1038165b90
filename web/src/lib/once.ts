/** Makes a thing once for each key: what `Intl` makes is dear, and a board asks for the same few again and again. */
export function once<Keys extends readonly string[], Made>(make: (...keys: Keys) => Made): (...keys: Keys) => Made {
  const made = new Map<string, Made>();
  return (...keys) => {
    const key = keys.join(' ');
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = make(...keys);
    made.set(key, fresh);
    return fresh;
  };
}
