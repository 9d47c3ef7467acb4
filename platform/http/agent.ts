/** In the order in which they are looked for: most browsers also claim to be another one. */
const programs: readonly (readonly [RegExp, string])[] = [
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\/|Chromium\//, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/^curl\//, 'curl'],
  [/^Wget\//, 'Wget'],
  [/python|aiohttp|httpx/i, 'Python'],
  [/^PostmanRuntime\//, 'Postman'],
  [/^(?:node|undici|axios|got)\b/i, 'Node.js'],
  [/^Go-http-client\//, 'Go'],
  [/^okhttp\/|^Java\/|Apache-HttpClient/, 'Java'],
]
const systems: readonly (readonly [RegExp, string])[] = [
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad|iPod/, 'iOS'],
  [/CrOS/, 'ChromeOS'],
  [/Mac OS X|Macintosh|Darwin/, 'macOS'],
  [/Linux|X11/, 'Linux'],
]

const nameIn = (
  table: readonly (readonly [RegExp, string])[],
  userAgent: string,
): string | undefined => table.find(([form]) => form.test(userAgent))?.[1]

/** Nobody needs more of what a program says of itself. */
const maxLength = 512

/**
 * Which program on which system a User-Agent header speaks for, in words that many people share: "Firefox on Linux". What
 * else the header says could tell a person by, and is left out.
 */
export const agentOf = (userAgent: string | undefined): string => {
  const looked = (userAgent ?? '').slice(0, maxLength)
  const program = nameIn(programs, looked) ?? 'Another program'
  const system = nameIn(systems, looked)
  return system === undefined ? program : `${program} on ${system}`
}
