import type { FieldIssue } from '../../shared/rejection.ts'
import type { PlannedService } from './infrastructure.ts'

/** What values of secrets look like, by their issuers' own forms. */
const forms: readonly (readonly [string, RegExp])[] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['an access key of AWS', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['a token of GitHub', /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,})/],
  ['a key of Stripe', /\b[sr]k_(?:live|test)_[A-Za-z0-9]{8,}/],
  ['a key of OpenAI or Anthropic', /\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{20,}/],
  ['a token of Slack', /\bxox[abprs]-[A-Za-z0-9-]{10,}/],
  ['a signed token', /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+/],
  ['a password in an address', /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i],
]

/** Names of settings that are secret whatever their value looks like; those that end so name a place, not a secret. */
const secretName =
  /(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|(?:API|ACCESS|PRIVATE|MASTER|SIGNING|AUDIT)_?KEY)(?:_|$)/i
const placeName = /_(?:FILE|PATH|DIR|URL|NAME|ID)$/i

const lookedAt = (pointer: string, text: string): readonly FieldIssue[] =>
  forms
    .filter(([, form]) => form.test(text))
    .map(([what]) => ({
      pointer,
      code: 'SECRET_IN_THE_CLEAR',
      detail: `looks like ${what}: keep it as a secret, and name that`,
    }))

/** Wherever a service of a plan holds a secret instead of naming one. */
export const secretsInTheClear = (
  { environment, files, command = [], arguments: given = [] }: PlannedService,
  pointer: string,
): readonly FieldIssue[] => {
  const settings = Object.entries(environment).flatMap(([name, setting]) => {
    if (!('value' in setting)) return []
    const at = `${pointer}/environment/${name}`
    const found = lookedAt(`${at}/value`, setting.value)
    if (found.length > 0 || setting.value === '') return found
    return secretName.test(name) && !placeName.test(name)
      ? [
          {
            pointer: `${at}/value`,
            code: 'SECRET_IN_THE_CLEAR',
            detail: `${name} is a secret by its name: name where it is kept`,
          },
        ]
      : []
  })
  return [
    ...settings,
    ...files.flatMap(({ content }, at) => lookedAt(`${pointer}/files/${at}/content`, content)),
    ...command.flatMap((text, at) => lookedAt(`${pointer}/command/${at}`, text)),
    ...given.flatMap((text, at) => lookedAt(`${pointer}/arguments/${at}`, text)),
  ]
}
