import { isIP } from 'node:net'
import { availableParallelism } from 'node:os'
import { z } from 'zod'
import { parseProviders, type SignInProvider } from '../sign-in/settings.ts'

/** How a value is shown to people: as it is, with its URL's password hidden, or not at all. */
export type Secrecy = 'open' | 'url' | 'secret'

export type About = {
  readonly description: string
  readonly expected: string
  readonly secrecy: Secrecy
  /** The text that stands in when the variable is absent; none means that the value may be absent. */
  readonly fallback?: string
}

/** What each value of the schema is, for messages, `--explain` and the documentation. */
export const about = z.registry<About>()

type Format<T> = {
  readonly expected: string
  /** The value, or undefined when the text is not what was expected. */
  readonly parse: (text: string) => T | undefined
  readonly secrecy?: Secrecy
}

const reader = <T>({ expected, parse }: Format<T>) =>
  z.string().transform((text, context): T => {
    const value = parse(text.trim())
    if (value !== undefined) return value
    context.issues.push({ code: 'custom', message: expected, input: text })
    return z.NEVER
  })

/** A value with a default, written as one would write it in the environment. */
export const setting = <T>(description: string, format: Format<T>, fallback: string) => {
  const { expected, secrecy = 'open' } = format
  return reader(format)
    .prefault(fallback)
    .register(about, { description, expected, secrecy, fallback })
}

/** A value that may be absent; the description says what happens then. */
export const optional = <T>(description: string, format: Format<T>) => {
  const { expected, secrecy = 'open' } = format
  return reader(format).optional().register(about, { description, expected, secrecy })
}

export const text: Format<string> = {
  expected: 'a text that is not empty',
  parse: (value) => (value === '' ? undefined : value),
}

/** A text that is shown to nobody. */
export const secret: Format<string> = { ...text, secrecy: 'secret' }

const wholeNumber = (value: string): number | undefined =>
  /^\d{1,15}$/.test(value) ? Number(value) : undefined

export const integer = (minimum: number, maximum: number): Format<number> => ({
  expected: `a whole number from ${minimum} to ${maximum}`,
  parse: (value) => {
    const number = wholeNumber(value)
    return number !== undefined && number >= minimum && number <= maximum ? number : undefined
  },
})

/** A decimal number of whole units, taken as minor units: with 18 decimals `1.5` is 1500000000000000000. */
export const units = (decimals: number): Format<bigint> => ({
  expected: `a number of at most 15 digits, and at most ${decimals} behind the point`,
  parse: (value) => {
    const [, whole = '', digits = ''] = /^(\d{1,15})(?:\.(\d+))?$/.exec(value) ?? []
    return whole === '' || digits.length > decimals
      ? undefined
      : BigInt(whole + digits.padEnd(decimals, '0'))
  },
})

/** Port 0 lets the system choose one. */
export const port = integer(0, 65_535)

/** A count of threads; `auto` leaves one core to the event loop. */
export const threads: Format<number> = {
  expected: '"auto" or a whole number from 1 to 64',
  parse: (value) =>
    value === 'auto' ? Math.max(1, availableParallelism() - 1) : integer(1, 64).parse(value),
}

export const oneOf = <const T extends string>(...names: readonly T[]): Format<T> => ({
  expected: `one of ${names.join(', ')}`,
  parse: (value) => names.find((name) => name === value),
})

/** `all`, or a comma-separated list; duplicates are dropped, the order is that of `names`. */
export const listOf = <const T extends string>(...names: readonly T[]): Format<readonly T[]> => ({
  expected: `"all" or a comma-separated list of ${names.join(', ')}`,
  parse: (value) => {
    if (value === 'all') return names
    const wanted = value.split(',').map((name) => name.trim())
    if (wanted.some((name) => !names.some((known) => known === name))) return undefined
    return names.filter((name) => wanted.includes(name))
  },
})

/** An address, or a network as CIDR writes it: `10.0.0.0/8`. */
const isNetwork = (value: string): boolean => {
  const [address = '', bits, ...more] = value.split('/')
  const version = isIP(address)
  if (version === 0 || more.length > 0) return false
  return bits === undefined || integer(0, version === 4 ? 32 : 128).parse(bits) !== undefined
}

export const networks: Format<readonly string[]> = {
  expected: 'a comma-separated list of IP addresses and networks (10.0.0.0/8)',
  parse: (value) => {
    const listed = value.split(',').map((part) => part.trim())
    return listed.every(isNetwork) ? listed : undefined
  },
}

export const url = (...schemes: readonly string[]): Format<string> => ({
  expected: `a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
  parse: (value) => {
    if (!schemes.some((scheme) => value.startsWith(`${scheme}://`))) return undefined
    // Several hosts, as cluster URLs have, are not URLs in the standard's sense; the driver reads those.
    return value.includes(',') || URL.canParse(value) ? value : undefined
  },
  secrecy: 'url',
})

/** One mailbox, as the header From takes it. */
export const mailbox: Format<string> = {
  expected: 'an address, or a name and an address: Quantum Hub <hub@example.org>',
  parse: (value) =>
    /^(?:[^<>@,;:"\\\p{Cc}]+ <[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/u.test(value)
      ? value
      : undefined,
}

/** The first letters of numbers of documents. */
export const entity: Format<string> = {
  expected: '1 to 10 capital letters and digits',
  parse: (value) => (/^[A-Z0-9]{1,10}$/.test(value) ? value : undefined),
}

/** A name, and up to six lines of an address. */
export const postal: Format<readonly string[]> = {
  expected: 'a name and up to six lines of an address, separated by semicolons',
  parse: (value) => {
    const lines = value.split(';').map((line) => line.trim())
    const isShort = lines.every((line) => line.length > 0 && line.length <= 200)
    return isShort && lines.length <= 7 ? lines : undefined
  },
}

export const signInProviders: Format<readonly SignInProvider[]> = {
  expected:
    'a JSON list of {"name", "issuer", "clientId", "clientSecret", "redirectUri", "scope"}; the URLs begin with https://, the secret and the scope may be absent',
  parse: parseProviders,
  secrecy: 'secret',
}

/** Whose keys a remote signer has: names and addresses. */
export const signers: Format<Readonly<Record<string, string>>> = {
  expected: 'names with addresses, separated by commas: TREASURY=0x…,OPERATOR=0x…',
  parse: (value) => {
    const pairs = value.split(',').map((pair) => pair.trim().split('='))
    const areWell = pairs.every(
      ([name = '', address = '', ...more]) =>
        /^[A-Z][A-Z0-9_]{0,63}$/.test(name) &&
        /^0x[0-9a-fA-F]{40}$/.test(address) &&
        more.length === 0,
    )
    return areWell ? (Object.fromEntries(pairs) as Record<string, string>) : undefined
  },
}

export const key: Format<Uint8Array> = {
  expected: '32 bytes in base64 (44 characters; `openssl rand -base64 32` makes one)',
  parse: (value) => {
    const bytes = Buffer.from(value, 'base64')
    return bytes.length === 32 && bytes.toString('base64') === value
      ? new Uint8Array(bytes)
      : undefined
  },
  secrecy: 'secret',
}
