/** Mantine in our clothes: its scales are ours, its semantic colours point at the tokens. */
import { Button, createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

// Mantine wants ten shades of everything; ours are tokens that already know light from dark, so each scale repeats them from soft to strong.
function scale(name: string): MantineColorsTuple {
  const soft = `var(--sl-${name}-soft)`;
  const base = `var(--sl-${name})`;
  const text = `var(--sl-${name}-text)`;
  return [soft, soft, soft, base, base, base, base, base, base, text];
}

type Ten<Value> = readonly [Value, Value, Value, Value, Value, Value, Value, Value, Value, Value];

function token(name: string): string {
  return `var(--sl-${name})`;
}

function neutral([a, b, c, d, e, f, g, h, i, j]: Ten<string>): MantineColorsTuple {
  return [token(a), token(b), token(c), token(d), token(e), token(f), token(g), token(h), token(i), token(j)];
}

/** What opens is no larger than the room beside it and scrolls: at 300 % zoom a menu is higher than the screen. */
const withinScreen = { flip: true, shift: true, size: { padding: 8 } };

export const theme = createTheme({
  fontFamily: 'var(--sl-sans)',
  fontFamilyMonospace: 'var(--sl-mono)',
  headings: { fontFamily: 'var(--sl-sans)', fontWeight: '650' },
  primaryColor: 'petrol',
  primaryShade: { light: 8, dark: 4 },
  respectReducedMotion: true,
  cursorType: 'pointer',
  defaultRadius: 'sm',
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  fontSizes: { xs: 'var(--sl-fs-12)', sm: 'var(--sl-fs-13)', md: 'var(--sl-fs-14)', lg: 'var(--sl-fs-16)', xl: 'var(--sl-fs-20)' },
  focusRing: 'auto',
  // The menu's own focus placeholder is no menu item, which a menu may not hold; its items take the focus themselves.
  components: {
    Menu: { defaultProps: { withInitialFocusPlaceholder: false, menuItemTabIndex: 0, middlewares: withinScreen } },
    Popover: { defaultProps: { middlewares: withinScreen } },
    // Mantine cannot measure a token, so it would write white on our light petrol of the dark theme.
    Button: Button.extend({ vars: (_, { variant }) => ({ root: variant === undefined ? { '--button-color': 'var(--sl-on-primary)' } : {} }) }),
  },
  colors: {
    dark: neutral(['text', 'text-2', 'text-3', 'text-3', 'border', 'hover', 'surface', 'surface', 'bg', 'sunken']),
    gray: neutral(['hover', 'hover', 'border', 'border', 'border-strong', 'text-3', 'text-3', 'text-2', 'text', 'text']),
    petrol: scale('primary'),
    plum: scale('auto'),
    green: scale('won'),
    amber: scale('soon'),
    brick: scale('late'),
  },
});

const semantic = {
  '--mantine-color-body': 'var(--sl-bg)',
  '--mantine-color-text': 'var(--sl-text)',
  '--mantine-color-bright': 'var(--sl-text)',
  '--mantine-color-dimmed': 'var(--sl-text-3)',
  '--mantine-color-default': 'var(--sl-surface)',
  '--mantine-color-default-color': 'var(--sl-text)',
  '--mantine-color-default-border': 'var(--sl-border)',
  '--mantine-color-default-hover': 'var(--sl-hover)',
  '--mantine-color-placeholder': 'var(--sl-text-3)',
  '--mantine-color-error': 'var(--sl-late-text)',
  '--mantine-color-anchor': 'var(--sl-primary-text)',
  '--mantine-primary-color-filled': 'var(--sl-primary)',
  '--mantine-primary-color-filled-hover': 'var(--sl-primary-hover)',
  '--mantine-primary-color-contrast': 'var(--sl-on-primary)',
  '--mantine-primary-color-light': 'var(--sl-primary-soft)',
  '--mantine-primary-color-light-color': 'var(--sl-primary-text)',
  '--mantine-color-petrol-filled': 'var(--sl-primary)',
  '--mantine-color-petrol-filled-hover': 'var(--sl-primary-hover)',
  '--mantine-color-petrol-light': 'var(--sl-primary-soft)',
  '--mantine-color-petrol-light-color': 'var(--sl-primary-text)',
  '--mantine-color-petrol-outline': 'var(--sl-focus)',
};

export const cssVariablesResolver: CSSVariablesResolver = () => ({ variables: semantic, light: semantic, dark: semantic });
