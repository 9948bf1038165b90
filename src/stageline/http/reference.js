// Lists every operation of openapi.json with a form to send it. Plain, so that it needs no build and no other server.
'use strict';

function made(tag, text, ...children) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  element.append(...children);
  return element;
}

async function headersFor(method) {
  const headers = { Accept: 'application/json' };
  const token = document.getElementById('token').value.trim();
  if (token) return { ...headers, Authorization: `Bearer ${token}` };
  if (method === 'GET') return headers;
  const session = await fetch('/api/v1/session');
  if (session.ok) headers['X-CSRF-Token'] = (await session.json()).csrf_token;
  return headers;
}

async function sent(method, path, inputs, body) {
  const query = new URLSearchParams();
  let url = path;
  for (const [parameter, input] of inputs) {
    if (parameter.in === 'path') url = url.replace(`{${parameter.name}}`, encodeURIComponent(input.value));
    else if (parameter.in === 'query' && input.value) query.set(parameter.name, input.value);
  }
  const headers = await headersFor(method);
  if (body) headers['Content-Type'] = 'application/json';
  const answer = await fetch(query.size ? `${url}?${query}` : url, { method, headers, body: body?.value });
  const text = await answer.text();
  let shown = text;
  try {
    shown = JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // not JSON: shown as it came
  }
  return `${answer.status} ${answer.statusText}\n${shown}`;
}

function filled(schema, schemas, depth = 0) {
  const named = schema?.$ref ? schemas[schema.$ref.split('/').pop()] : schema;
  if (!named || depth > 3) return null;
  if (named.examples) return Object.values(named.examples)[0];
  if (named.enum) return named.enum[0];
  const either = named.oneOf ?? named.anyOf;
  if (either) return either.some((one) => one.type === 'null') ? null : filled(either[0], schemas, depth);
  if (named.properties) {
    const wanted = (named.required ?? []).map((name) => [name, filled(named.properties[name], schemas, depth + 1)]);
    return Object.fromEntries(wanted);
  }
  return { string: '', integer: 1, number: 1, boolean: false, array: [], object: {} }[named.type] ?? null;
}

function operationOf(method, path, operation, schemas) {
  const head = made('summary', '', made('code', method.toUpperCase()), made('code', ` ${path} `));
  head.firstChild.className = 'method';
  head.append(operation.summary ?? '');
  const details = made('details', '', head, made('p', operation.description));
  const inputs = (operation.parameters ?? []).map((parameter) => {
    const input = made('input');
    details.append(made('label', `${parameter.name} (${parameter.in}${parameter.required ? ', required' : ''}) `, input));
    return [parameter, input];
  });
  const wanted = operation.requestBody?.content?.['application/json']?.schema;
  const body = wanted ? made('textarea') : undefined;
  if (body) {
    body.rows = 8;
    body.value = JSON.stringify(filled(wanted, schemas), null, 2);
    details.append(made('label', 'Body', body));
  }
  const send = made('button', 'Send');
  const answer = made('pre');
  answer.hidden = true;
  send.addEventListener('click', async () => {
    answer.hidden = false;
    answer.textContent = await sent(method.toUpperCase(), path, inputs, body).catch(String);
  });
  const answers = Object.entries(operation.responses ?? {}).map(([status, one]) =>
    made('li', `${status}: ${one.description}`),
  );
  details.append(made('ul', '', ...answers), send, answer);
  return details;
}

async function draw() {
  const described = await (await fetch('/api/v1/openapi.json')).json();
  const groups = new Map();
  for (const [path, operations] of Object.entries(described.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const group = operation.tags?.[0] ?? '';
      const listed = groups.get(group) ?? [];
      groups.set(group, [...listed, operationOf(method, path, operation, described.components?.schemas ?? {})]);
    }
  }
  const sections = [...groups].map(([name, listed]) => made('section', '', made('h2', name), ...listed));
  document.getElementById('operations').replaceChildren(...sections);
}

draw().catch((error) => {
  document.getElementById('operations').textContent = String(error);
});
