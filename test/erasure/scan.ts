import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** Forms in which bytes may stand in a file: themselves, as UTF-16, as hex, as base 64 at each of its three offsets. */
const formsOf = (bytes: Buffer): readonly (readonly [string, Buffer])[] => {
  const base64 = [0, 1, 2].map((offset): readonly [string, Buffer] => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    // The characters at both ends depend on the neighbours, too.
    return ['base 64', Buffer.from(text.slice(offset === 0 ? 0 : offset + 1, -1))]
  })
  return [
    ['plain', bytes],
    ['UTF-16', Buffer.from(bytes.toString('latin1'), 'utf16le')],
    ['hex', Buffer.from(bytes.toString('hex'))],
    ...base64,
  ]
}

/** Something that must not be found, under the name by which a finding calls it. */
export type Mark = { readonly name: string; readonly bytes: Buffer }

export const markOf = (text: string): Mark => ({ name: text, bytes: Buffer.from(text) })

async function* filesBelow(directory: string): AsyncGenerator<string> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) yield* filesBelow(path)
    else if (entry.isFile()) yield path
  }
}

/** Where in the raw bytes of some bodies any of these stands. */
export const findIn = (
  bodies: readonly (readonly [string, Buffer])[],
  marks: readonly Mark[],
): readonly string[] =>
  bodies.flatMap(([name, body]) =>
    marks.flatMap((mark) =>
      formsOf(mark.bytes)
        .filter(([, form]) => body.includes(form))
        .map(([form]) => `${name}: ${mark.name} (${form})`),
    ),
  )

/** Where in the raw bytes of all files below a directory any of these stands. */
export const findBelow = async (
  directory: string,
  marks: readonly Mark[],
): Promise<readonly string[]> => {
  const found: string[] = []
  for await (const path of filesBelow(directory)) {
    // What a server removes meanwhile is gone.
    const body = await readFile(path).catch(() => Buffer.alloc(0))
    found.push(...findIn([[relative(directory, path), body]], marks))
  }
  return found
}
