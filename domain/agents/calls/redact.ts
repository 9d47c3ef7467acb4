import type { Json } from '../../shared/json.ts'

/** What nobody means to tell a model, and nothing of it is kept: keys, tokens, passwords in addresses. */
const secrets: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g,
  /\b(?:sk|pk|rk|gsk|qh|ghp|gho|xox[abp])[-_][A-Za-z0-9_-]{16,}/g,
  /\bAKIA[0-9A-Z]{16}\b/g,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g,
  /(?<=\bBearer\s)[A-Za-z0-9._~+/-]{16,}=*/g,
  /(?<=:\/\/[^\s:/@]{1,64}:)[^\s:/@]{1,128}(?=@)/g,
]

const masked = '[redacted]'

const redactText = (text: string): string =>
  secrets.reduce((rest, secret) => rest.replaceAll(secret, masked), text)

/** The same value with what looks like a secret masked, wherever it stands. */
export const redact = (value: Json): Json => {
  if (typeof value === 'string') return redactText(value)
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((each: Json) => redact(each))
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, redact(each)]))
}
