// Completion of commands and flags, made from the list of commands.
import type { CliCommand } from './cli-tools.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

const GENERAL = ['url', 'key-file', 'json', 'help'];

interface Completed extends Pick<CliCommand, 'name' | 'summary' | 'flags' | 'switches'> {}

export function completionScript(shell: Shell, commands: readonly Completed[]): string {
  switch (shell) {
    case 'bash':
      return `${bashFunction(commands)}complete -F _foreshock foreshock\n`;
    case 'zsh':
      return `#compdef foreshock\nautoload -U +X bashcompinit && bashcompinit\n${bashFunction(commands)}complete -F _foreshock foreshock\n`;
    case 'fish':
      return fishLines(commands);
  }
}

function firstWords(commands: readonly Completed[]): string[] {
  return [...new Set(commands.map(({ name }) => name.split(' ')[0]!))];
}

function secondWords(commands: readonly Completed[], first: string): string[] {
  return commands.flatMap(({ name }) => {
    const [one, two] = name.split(' ');
    return one === first && two !== undefined ? [two] : [];
  });
}

function bashFunction(commands: readonly Completed[]): string {
  const seconds = firstWords(commands).map(
    (first) => `      ${first}) words="${secondWords(commands, first).join(' ')}" ;;`,
  );
  const flags = commands.map(
    ({ name, flags: own, switches = [] }) =>
      `      "${name}"*) flags="$flags ${[...own, ...switches].map((flag) => `--${flag}`).join(' ')}" ;;`,
  );
  return `_foreshock() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words="" flags="${GENERAL.map((flag) => `--${flag}`).join(' ')}"
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${firstWords(commands).join(' ')}"
  else
    if [ "$COMP_CWORD" -eq 2 ]; then
    case "\${COMP_WORDS[1]}" in
${seconds.join('\n')}
    esac
    fi
    case "\${COMP_WORDS[*]:1}" in
${flags.join('\n')}
    esac
  fi
  case "$current" in -*) words="$flags" ;; esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
`;
}

function fishLines(commands: readonly Completed[]): string {
  const lines = ['complete -c foreshock -f'];
  for (const first of firstWords(commands)) {
    lines.push(`complete -c foreshock -n __fish_use_subcommand -a ${first}`);
    for (const second of secondWords(commands, first))
      lines.push(`complete -c foreshock -n '__fish_seen_subcommand_from ${first}' -a ${second}`);
  }
  for (const { name, flags, switches = [] } of commands) {
    const [first] = name.split(' ');
    for (const flag of switches)
      lines.push(`complete -c foreshock -n '__fish_seen_subcommand_from ${first}' -l ${flag}`);
    for (const flag of flags)
      lines.push(`complete -c foreshock -n '__fish_seen_subcommand_from ${first}' -l ${flag} -r`);
  }
  for (const flag of GENERAL) lines.push(`complete -c foreshock -l ${flag}`);
  return `${lines.join('\n')}\n`;
}
