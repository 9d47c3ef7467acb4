import { z } from 'zod'
import type { Call } from '../../../domain/agents/calls/call-state.ts'
import { cosine, sameNumbers } from '../../../domain/agents/calls/meaning.ts'
import type { LlmMessage } from '../../../domain/agents/prompts/prompt.ts'
import { derivedId, inputHashOf } from '../../../platform/ids/ids.ts'
import type { KeptAnswer } from '../../../platform/model-memory/port.ts'
import { candidates } from './candidates.ts'
import { embed } from './embed.ts'
import { onCall, type Run } from './run.ts'

/** Two questions at least this alike are taken for one, where the caller has said that this may be. */
const alike = 0.97

type Cached = Extract<Call, { status: 'CACHED' | 'COMPLETED' | 'REFUSED' }>

/** An organisation's answers are its own; under another version of the prompt they are other answers. */
const exactKey = ({ services, organisation, template, version, variables, maxOutputTokens }: Run) =>
  inputHashOf(services.secrets.inputHashKey, 'agents.answer', [
    ...[organisation, template, version, variables, maxOutputTokens],
  ])
const shelfOf = ({ organisation, template, version }: Run): string =>
  `${organisation}:${template}:${version}`

const textOf = (messages: readonly LlmMessage[]): string =>
  messages.map(({ content }) => content).join('\n')

const Question = z.strictObject({ text: z.string(), vector: z.array(z.number()) })

/** The call, ended by an answer that was given before; undefined where there is none that it may be given. */
export const lookUp = async (
  run: Run,
  messages: readonly LlmMessage[],
  assetCode: string | undefined,
): Promise<Cached | undefined> => {
  if (run.cache === 'NONE') return undefined
  const { modelMemory } = run.services
  const exact = await modelMemory.answer(exactKey(run))
  if (exact !== undefined && (await mayAnswer(run, exact, assetCode)))
    return taken(run, exact, 'EXACT', 1)
  if (run.cache === 'EXACT') return undefined
  const near = await nearest(run, textOf(messages))
  if (near === undefined) return undefined
  const kept = await modelMemory.answer(near.key)
  return kept !== undefined && (await mayAnswer(run, kept, assetCode))
    ? taken(run, kept, 'MEANING', near.similarity)
    : undefined
}

/** Only what a model said that this policy lets answer. */
const mayAnswer = async (run: Run, { routeId }: KeptAnswer, assetCode: string | undefined) => {
  const { excluded } = await candidates(run, assetCode, () => 0)
  const reasons = excluded.find((each) => each.routeId === routeId)?.reasons ?? []
  const isKnown = run.services.llm.routes.some((route) => route.routeId === routeId)
  return isKnown && reasons.every((reason) => reason === 'COOLING')
}

const taken = async (
  run: Run,
  { callId, routeId, answer }: KeptAnswer,
  match: 'EXACT' | 'MEANING',
  similarity: number,
): Promise<Cached | undefined> => {
  // Sealed under the same key; what cannot be opened is nobody's answer any more.
  if ((await run.services.vault.open(answer)) === undefined) return undefined
  const of = { answer, routeId, sourceCallId: callId, match, similarity }
  const call = await onCall(run, 'end', { type: 'AnswerFromCache', ...of })
  return call.status === 'OPEN' || call.status === 'ABSENT' ? undefined : call
}

const vectorOf = async (run: Run, text: string): Promise<readonly number[] | undefined> => {
  const { services, context, organisation, budgetId } = run
  const outcome = await embed(services, {
    ...{ callId: derivedId(run.callId, 'meaning'), organisation, context, texts: [text] },
    ...(budgetId === undefined ? {} : { budgetId }),
    policy: { strategy: 'COST', fallbacks: 1 },
  })
  return outcome.kind === 'embedded' ? outcome.vectors[0] : undefined
}

const nearest = async (
  run: Run,
  text: string,
): Promise<{ readonly key: string; readonly similarity: number } | undefined> => {
  const { modelMemory, vault } = run.services
  const kept = await modelMemory.meanings(shelfOf(run))
  if (kept.length === 0) return undefined
  const vector = await vectorOf(run, text)
  if (vector === undefined) return undefined
  const judged = await Promise.all(
    kept.map(async ({ key, question }) => {
      const opened = await vault.open(question)
      const known = opened === undefined ? undefined : Question.parse(JSON.parse(opened))
      return known === undefined || !sameNumbers(known.text, text)
        ? []
        : [{ key, similarity: Math.min(1, cosine(known.vector, vector)) }]
    }),
  )
  const [best] = judged.flat().toSorted((a, b) => b.similarity - a.similarity)
  return best !== undefined && best.similarity >= alike ? best : undefined
}

/** Keeps an answer for those who ask the same, and its question where answers may be found by meaning. */
export const keep = async (
  run: Run,
  messages: readonly LlmMessage[],
  call: Extract<Call, { status: 'COMPLETED' }>,
): Promise<void> => {
  if (run.cache === 'NONE') return
  const { modelMemory, vault } = run.services
  const last = call.attempts.find(({ attemptId }) => attemptId === call.attemptId)
  if (last?.status !== 'SUCCEEDED') return
  const key = exactKey(run)
  const { routeId, answer } = last
  await modelMemory.keepAnswer(key, { callId: call.callId, routeId, answer })
  if (run.cache === 'EXACT') return
  const text = textOf(messages)
  const vector = await vectorOf(run, text)
  if (vector === undefined) return
  const question = await vault.seal(run.organisation, JSON.stringify({ text, vector }))
  await modelMemory.keepMeaning(shelfOf(run), { key, question })
}
