import { kindNames, kindOf, type Kind } from '../../domain/engagement/kinds.ts'

const head = `# Kinds of notifications

Generated from \`domain/engagement/kinds\` by \`node --import=tsx ops/docs/main.ts\`; a test keeps it current. What they are: [notifications](../explanation/notifications.md).

"Told" is one person, or every member of an organisation. "Mailed" is what holds for who chose nothing; *always* can't be switched off.
`

const row = (kind: Kind): string => {
  const { on, tells, severity, security, mailed, title } = kindOf(kind)
  const told = 'person' in tells ? 'the person' : `the organisation (\`${tells.organisation}\`)`
  const isMailed = security === true ? '*always*' : mailed ? 'yes' : 'no'
  return `| \`${kind}\` | ${on.map((type) => `\`${type}\``).join(', ')} | ${told} | ${severity} | ${isMailed} | ${title} |`
}

/** docs/reference/notifications.md, as it should be. */
export const notificationsPage = (): string =>
  [
    head,
    '| Kind | Derived from | Told | Severity | Mailed | Title |',
    '| --- | --- | --- | --- | --- | --- |',
    ...kindNames.map(row),
    '',
  ].join('\n')
