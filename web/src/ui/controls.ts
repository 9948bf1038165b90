/** Mantine's parts as the screens use them; screens import them from here and from nowhere else. */
export {
  ActionIcon,
  Alert,
  Button,
  Checkbox,
  Drawer,
  Menu,
  Modal,
  PasswordInput,
  Popover,
  Select,
  Skeleton,
  Textarea,
  TextInput,
} from '@mantine/core';
export { useForm } from '@mantine/form';
export { useMediaQuery } from '@mantine/hooks';
