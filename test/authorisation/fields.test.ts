import { readFileSync } from 'node:fs'
import { buildSchema, type GraphQLObjectType } from 'graphql'
import t from 'tap'
import { audiences, type Audience } from './audiences.ts'
import { callers, type Caller } from './callers.ts'
import { fieldPaths } from './field-paths.ts'
import { fieldRules } from './field-rules.ts'
import { sightOf, type Sight } from './looked.ts'
import { leastOf, objectTypes, selectionAt } from './paths.ts'
import { prepareSights } from './sights.ts'

t.setTimeout(300_000)
const schema = buildSchema(
  readFileSync(new URL('../../read-api/schema.graphql', import.meta.url), 'utf8'),
)
const { ask, known, stop } = await prepareSights()
t.teardown(stop)

const audienceOf = new Map<string, Audience>(
  (Object.keys(audiences) as readonly Audience[]).flatMap((audience) =>
    Object.entries(fieldRules[audience] ?? {}).flatMap(([type, fields]) =>
      fields.split(' ').map((field) => [`${type}.${field}`, audience] as const),
    ),
  ),
)

/** What is there or not depending on how fast something else went. */
const sometimes: ReadonlySet<string> = new Set([
  'ApiKey.lastUsedAt',
  // A run may be over before anybody looks at its phase.
  'JobTransition.phase',
  // An operator's first page has room for some transactions only.
  'LedgerEntry.chargeId',
  // A run of a model may not be over yet.
  'ModelVersion.failure',
  // The bank's refusal may not be heard of yet.
  'Payout.code',
  // The hub of this story has no chain.
  'Query.chains',
  'Query.hubParameters',
  'Query.stakes',
  // Waited for while somebody looks, or not.
  'SagaInstance.outstanding',
  'WebhookMessage.nextAttemptAt',
])

const types = objectTypes(schema).filter((type) => type !== schema.getSubscriptionType())

t.test('every field has a rule, and every rule a field', async (t) => {
  const fields = types.flatMap((type) =>
    Object.keys(type.getFields()).map((field) => `${type.name}.${field}`),
  )
  t.same([...audienceOf.keys()].sort(), fields.sort())
})

const pathTo = (type: GraphQLObjectType): readonly string[] =>
  type === schema.getQueryType() ? [] : (fieldPaths[type.name]?.split('.') ?? [])

const lookAt = (type: GraphQLObjectType, fields: readonly string[], caller: Caller) => {
  const definitions = Object.values(type.getFields()).filter(({ name }) => fields.includes(name))
  const asked = definitions.map((definition) => leastOf(type, definition, known)).join(' ')
  return ask(caller, selectionAt(schema, pathTo(type), known, asked))
}

/** What a caller sees of every field of a type: all in one look, or one by one where something is refused. */
const sightsOf = async (
  type: GraphQLObjectType,
  caller: Caller,
): Promise<ReadonlyMap<string, Sight>> => {
  const fields = Object.keys(type.getFields())
  const path = pathTo(type)
  const all = await lookAt(type, fields, caller)
  const one = async (field: string) => {
    const answer = all.errors === undefined ? all : await lookAt(type, [field], caller)
    return [field, sightOf(answer, path, field)] as const
  }
  return new Map(await Promise.all(fields.map(one)))
}

for (const type of types) {
  if (type !== schema.getQueryType() && fieldPaths[type.name] === undefined) continue
  t.test(type.name, async (t) => {
    const seen = await Promise.all(
      callers.map(async (caller) => [caller, await sightsOf(type, caller)] as const),
    )
    for (const field of Object.keys(type.getFields())) {
      const place = `${type.name}.${field}`
      const audience = audienceOf.get(place)
      if (audience === undefined) continue
      const shown = seen
        .filter(([, sights]) => sights.get(field) === 'shown')
        .map(([caller]) => caller)
      const allowed: readonly Caller[] = audiences[audience]
      if (sometimes.has(place))
        t.ok(
          shown.every((caller) => allowed.includes(caller)),
          place,
        )
      else t.same(shown, allowed, `${place}: ${audience}`)
    }
  })
}

t.test('what nobody meets is only what this story does not leave', async (t) => {
  const unmet = types.filter(
    ({ name }) => fieldPaths[name] === undefined && name !== schema.getQueryType()?.name,
  )
  for (const type of unmet)
    for (const field of Object.keys(type.getFields()))
      t.equal(audienceOf.get(`${type.name}.${field}`), 'nobody here', `${type.name}.${field}`)
})
