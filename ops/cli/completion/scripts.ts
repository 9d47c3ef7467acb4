import type { Command } from 'commander'
import { wordsOf, type Words } from './words.ts'

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

const next = ({ commands, options, choices }: Words): string =>
  [...commands, ...choices, ...options].join(' ')

/** Words of the line that are commands make the path; the word before the cursor may want a value. */
const bash = (words: readonly Words[]): string => {
  const paths = words.map((each) => `    '${each.path}') words='${next(each)}' ;;`)
  const values = words.flatMap(({ path, values }) =>
    Object.entries(values).map(
      ([option, choices]) => `    '${path} ${option}') words='${choices.join(' ')}' ;;`,
    ),
  )
  const known = words.map(({ path }) => `'${path}'`).join(' | ')
  return `# bash completion for qhub
_qhub() {
  local current previous path='' word candidate words='' i
  current="\${COMP_WORDS[COMP_CWORD]}"
  previous="\${COMP_WORDS[COMP_CWORD-1]}"
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    candidate="\${path:+$path }$word"
    case "$candidate" in
    ${known}) path="$candidate" ;;
    esac
  done
  case "$path $previous" in
${values.join('\n')}
  esac
  if [[ -z $words ]]; then
    case "$path" in
${paths.join('\n')}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  # What takes a file or a directory is the shell's to complete.
  [[ \${#COMPREPLY[@]} -eq 0 && $current != -* ]] && COMPREPLY=($(compgen -f -- "$current"))
  return 0
}
complete -F _qhub qhub`
}

/** zsh runs completions that are written for bash. */
const zsh = (words: readonly Words[]): string =>
  `#compdef qhub\nautoload -U +X bashcompinit && bashcompinit\n${bash(words)}`

const fish = (words: readonly Words[]): string => {
  const lines = words.flatMap(({ path, commands, choices, options, values }) => {
    const after = `complete -c qhub -n '__qhub_at "${path}"'`
    return [
      ...[...commands, ...choices].map((word) => `${after} -f -a '${word}'`),
      ...options.map((option) => {
        const choices = values[option]
        const taken = choices === undefined ? '' : ` -x -a '${choices.join(' ')}'`
        return `${after} -l '${option.slice(2)}'${taken}`
      }),
    ]
  })
  const known = words.map(({ path }) => `'${path}'`).join(' ')
  return `# fish completion for qhub
function __qhub_at
  set -l path ''
  for word in (commandline -opc)[2..-1]
    set -l candidate (string trim -- "$path $word")
    if contains -- "$candidate" ${known}
      set path $candidate
    end
  end
  test "$path" = "$argv[1]"
end
${lines.join('\n')}`
}

const scripts = { bash, zsh, fish }

/** What the shell reads once, made from the tree of commands: it asks nothing of the program afterwards. */
export const completionScript = (shell: Shell, program: Command): string =>
  scripts[shell](wordsOf(program))
