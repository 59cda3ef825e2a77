import { MenuButton } from '../components/menu-button.tsx';
import { connectPath } from '../paths.ts';
import { useGo } from '../url-state.ts';
import { useCommand } from '../use-operation.ts';

export function AccountMenu({ name, role }: { name: string; role: string }) {
  const go = useGo();
  const leave = useCommand('signOut', ['getStatus'], () => location.reload());
  return (
    <MenuButton
      label={initials(name)}
      name={`${name}, ${role}`}
      look="small"
      side="right"
      items={[
        { name: 'Connect your cluster', onChoose: () => go(connectPath) },
        { name: `Sign out ${name} (${role})`, onChoose: () => leave.send({}) },
      ]}
    />
  );
}

function initials(name: string): string {
  const words = name.split(/[\s.@_-]+/).filter(Boolean);
  return (words.length > 1 ? `${words[0]![0]}${words[1]![0]}` : name.slice(0, 2)).toUpperCase();
}
