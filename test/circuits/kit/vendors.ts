import { readShared } from '../../data/shared.ts'

/** Part of a JSON document, to be taken apart by tests. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const parse = (text: string | undefined, name: string): Json => {
  if (text === undefined) throw new Error(`no ${name}`)
  // JSON.parse gives JSON.
  return JSON.parse(text) as Json
}

const ibm = readShared('devices/ibm', '.json')
const braket = readShared('devices/braket', '.json')

export const ibmBackends: readonly string[] = [...ibm.keys()].flatMap(
  (name) => /^conf_(\w+)\.json$/u.exec(name)?.[1] ?? [],
)

/** A calibration as IBM publishes it, in the form that the front door takes. */
export const ibmCalibration = (backend: string) => ({
  format: 'ibm',
  configuration: parse(ibm.get(`conf_${backend}.json`), backend),
  properties: parse(ibm.get(`props_${backend}.json`), backend),
})

/** Amazon Braket's Garnet. The file holds the text of a text, as Braket's examples do. */
export const garnetText = (): string => [...braket.values()][0] ?? ''

export const garnetCalibration = () => {
  const once = parse(garnetText(), 'garnet')
  return { format: 'braket', capabilities: typeof once === 'string' ? parse(once, 'garnet') : once }
}

/** A copy of the document with another value at a JSON pointer; `undefined` takes it away. */
export const altered = <Document extends object>(
  document: Document,
  pointer: string,
  value: Json | undefined,
): Document => {
  const copy = structuredClone(document)
  const keys = pointer.split('/').slice(1)
  const last = keys.pop() ?? ''
  // A JSON document, of which only objects and arrays are stepped into.
  let place = copy as Record<string, unknown>
  for (const key of keys) place = place[key] as Record<string, unknown>
  if (value === undefined) Reflect.deleteProperty(place, last)
  else place[last] = value
  return copy
}
