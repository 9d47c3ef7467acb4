import { type Source, aboutVariable, loadConfig, shown } from './load.ts'
import { type VariableName, variableNames } from './schema.ts'

export type ExplainedVariable = {
  readonly name: VariableName
  /** As written, secrets masked; empty when there is none. */
  readonly value: string
  readonly source: Source
  readonly description: string
}

export type Explained =
  | { readonly ok: true; readonly rows: readonly ExplainedVariable[] }
  | { readonly ok: false; readonly code: 'CONFIG_INVALID'; readonly message: string }

/** Each value with where it came from, in the schema's order. Creates nothing. */
export const explainConfig = (environment: NodeJS.ProcessEnv): Explained => {
  const loaded = loadConfig(environment, { createKeys: false })
  if (!loaded.ok) return loaded
  const value = (name: VariableName, source: Source): string => {
    switch (source) {
      case 'environment':
        return shown(name, environment[name] ?? '')
      case 'default':
        return name === 'QHUB_PUBLIC_URL'
          ? loaded.config.publicUrl
          : (aboutVariable(name).fallback ?? '')
      case 'file':
        return '***'
      case 'generated':
        return '(made at the first start)'
    }
  }
  const rows = variableNames.map((name) => {
    const source = loaded.sources[name]
    return {
      name,
      value: value(name, source),
      source,
      description: aboutVariable(name).description,
    }
  })
  return { ok: true, rows }
}
