/** The settings of one's own account. */
import { ProfilePage } from '@/features/profile/ProfilePage';

export function AccountScreen() {
  return <ProfilePage />;
}
