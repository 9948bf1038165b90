/** Mantine's parts as the screens use them; screens import them from here and from nowhere else. */
export {
  ActionIcon,
  Alert,
  Checkbox,
  Drawer,
  HoverCard,
  Menu,
  Modal,
  MultiSelect,
  PasswordInput,
  Popover,
  Radio,
  SegmentedControl,
  Select,
  Skeleton,
  Switch,
  Tabs as TabStrip,
  Textarea,
  TextInput,
} from '@mantine/core';
export { Button as LinkButton } from '@mantine/core';
export { Button } from './Button';
export { useForm } from '@mantine/form';
export { useDebouncedValue, useElementSize, useMediaQuery } from '@mantine/hooks';
