/** Mantine's parts as the screens use them; screens import them from here and from nowhere else. */
export {
  ActionIcon,
  Alert,
  Button,
  Checkbox,
  Drawer,
  Menu,
  Modal,
  MultiSelect,
  PasswordInput,
  Popover,
  SegmentedControl,
  Select,
  Skeleton,
  Switch,
  Tabs as TabStrip,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';
export { useForm } from '@mantine/form';
export { useDebouncedValue, useMediaQuery } from '@mantine/hooks';
