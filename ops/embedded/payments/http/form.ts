/** A value of a form as the vendor's API nests it: `metadata[order]=7` and `expand[0]=charge`, or `expand[]=charge`. */
export type FormValue = string | FormValue[] | { [key: string]: FormValue }
export type Form = Record<string, FormValue>

const deepest = 6

const keysOf = (name: string): readonly string[] => {
  const [first = '', ...rest] = name.split('[')
  return [first, ...rest.map((part) => part.replace(/\]$/, ''))]
}

const isForm = (value: FormValue | undefined): value is Form =>
  typeof value === 'object' && !Array.isArray(value)

const put = (form: Form, keys: readonly string[], value: string): void => {
  const [key = '', ...rest] = keys
  if (rest.length === 0) {
    form[key] = value
    return
  }
  // A list without numbers grows by each of its values.
  const inner = isForm(form[key]) ? form[key] : (form[key] = emptyForm())
  const [next = ''] = rest
  put(inner, next === '' ? [String(Object.keys(inner).length), ...rest.slice(1)] : rest, value)
}

/** Without a prototype: a key such as `__proto__` is a key like any other. */
const emptyForm = (): Form => Object.create(null) as Form

const isList = (form: Form): boolean => {
  const keys = Object.keys(form)
  return keys.length > 0 && keys.every((key, index) => key === String(index))
}

const withLists = (value: FormValue): FormValue => {
  if (!isForm(value)) return value
  if (isList(value)) return Object.values(value).map(withLists)
  const form = emptyForm()
  for (const [key, inner] of Object.entries(value)) form[key] = withLists(inner)
  return form
}

/** Reads `application/x-www-form-urlencoded` text, and the query of a URL. */
export const readForm = (text: string): Form => {
  const form = emptyForm()
  for (const [name, value] of new URLSearchParams(text)) {
    const keys = keysOf(name)
    if (keys.length <= deepest) put(form, keys, value)
  }
  const read = withLists(form)
  return isForm(read) ? read : form
}
