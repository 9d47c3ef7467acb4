import { z } from 'zod'
import { job, type Job } from '../../../domain/jobs/job.ts'
import { jsonObject } from '../../../domain/shared/json.ts'
import { amountOf, Money, money } from '../../../domain/shared/money.ts'
import { isRejection, reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { maxShotsOf } from '../../../domain/subscriptions/entitled.ts'
import { feeOfRun } from '../../../domain/subscriptions/run-fee.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { affordable } from '../../jobs/affordable.ts'
import { spenderOf } from '../../jobs/spender.ts'
import { prepare, type Prepared } from '../../jobs/prepare.ts'
import { commissionOf } from '../../billing/payees/commission-of.ts'
import { notFound } from '../../shared/change.ts'
import type { Changed } from '../../shared/changed.ts'
import { defineCommand, type Completed } from '../../shared/definition.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { findRight } from './find-right.ts'
import { takePlace, type Place } from './place.ts'
import { boundProgram, type BoundProgram } from './program.ts'
import type { Right } from './right.ts'

const RunInput = z.strictObject({
  appId: Id,
  /** Of one's own app; whoever subscribes runs the version of the subscription. */
  versionId: Id.exactOptional(),
  inputs: jsonObject(65_536).default({}),
  shots: z.int().min(1).max(100_000).default(1000),
  /** Absent: the device that the app prefers. */
  deviceId: Id.exactOptional(),
  name: z.string().max(120).default(''),
  tags: z.array(z.string().min(1).max(40)).max(8).default([]),
  seed: z.string().min(1).max(64).exactOptional(),
  /** Of device and app together. */
  maximumCost: Money.exactOptional(),
})
type RunInput = z.output<typeof RunInput>

export type RunAnswer = {
  readonly jobId: string
  readonly appId: string
  readonly versionId: string
  readonly status: 'SUBMITTED'
  readonly fee: Money
  readonly estimate: Money
  readonly maximumCost: Money
}

const answerOf = (changed: Changed & { readonly state: Job }): Completed<RunAnswer> | Rejection => {
  if (changed.state.kind === 'absent' || changed.state.submission.app === undefined)
    return notFound('run')
  const { jobId, app, estimate, maximumCost } = changed.state.submission
  const { appId, versionId, fee } = app
  const answer = {
    jobId,
    appId,
    versionId,
    status: 'SUBMITTED',
    fee,
    estimate,
    maximumCost,
  } as const
  return { answer, changed }
}

/** The fee in the device's asset: what is free is free in any. */
const feeIn = (asset: string, { plan }: Right, { number }: Place): Money | Rejection => {
  const fee = plan === undefined ? money(0n, asset) : feeOfRun(plan, number)
  if (amountOf(fee) === 0n) return money(0n, asset)
  return fee.asset === asset
    ? fee
    : reject('ASSET_MISMATCH', `The app is priced in ${fee.asset}, the device in ${asset}.`)
}

type Run = {
  readonly jobId: string
  readonly organisation: string
  readonly input: RunInput
  readonly right: Right
  readonly program: BoundProgram
  readonly deviceId: string
  readonly prepared: Prepared
  readonly place: Place
}

/** The job that the run is. Device and fee are held and paid together. */
const submissionOf = async (tools: CommandTools, run: Run) => {
  const { jobId, organisation, input, right, program, deviceId, prepared, place } = run
  const { context } = tools
  const { plan: _, usage, ...app } = right
  const spender = spenderOf(context, deviceId)
  const { price, calibrationId, circuit, programHash, providerOrganisation, timeLimit } = prepared
  const fee = feeIn(price.asset, right, place)
  if (isRejection(fee)) return fee
  const estimate = money(amountOf(prepared.estimate) + amountOf(fee), price.asset)
  const sale = { kind: 'DEVICE', organisation: providerOrganisation, itemId: deviceId } as const
  const [maximumCost, commission] = await Promise.all([
    affordable(tools, { organisation, spender, appId: app.appId }, estimate, input.maximumCost),
    commissionOf(tools, sale),
  ])
  if (isRejection(maximumCost)) return maximumCost
  return {
    jobId,
    organisation,
    user: context.actor.id,
    spender,
    name: input.name,
    tags: input.tags,
    source: program.source,
    inputs: program.inputs,
    programHash,
    circuit,
    deviceId,
    providerOrganisation,
    shots: input.shots,
    seed: input.seed ?? derivedId(context.commandId, 'seed'),
    price,
    estimate,
    maximumCost,
    timeLimit,
    commissionBasisPoints: commission.basisPoints,
    app: { ...app, ...(usage === undefined ? {} : { usageId: usage.usageId }), fee },
    ...(calibrationId === undefined ? {} : { calibrationId }),
  }
}

/** All that is decided of a run before a place is taken for it. */
const preparedRun = async (
  tools: CommandTools,
  organisation: string,
  input: RunInput,
): Promise<Omit<Run, 'jobId' | 'place'> | Rejection | Failure> => {
  const { appId, versionId, shots } = input
  const wanted = versionId === undefined ? { appId } : { appId, versionId }
  const right = await findRight(tools, organisation, wanted)
  if (isRejection(right)) return right
  const maxShots = right.plan === undefined ? undefined : maxShotsOf(right.plan)
  if (maxShots !== undefined && shots > maxShots)
    return reject('NOT_ENTITLED', `The plan gives ${maxShots} shots a run.`)
  const program = await boundProgram(tools, right.versionId, input.inputs)
  if (isRejection(program) || 'code' in program) return program
  const deviceId = input.deviceId ?? program.preferredDeviceId
  if (deviceId === undefined)
    return reject('INVALID_INPUT', 'The app prefers no device.', [
      { pointer: '/deviceId', code: 'required', detail: 'Name a device: the app prefers none.' },
    ])
  const { source, inputs } = program
  const prepared = await prepare({ source, inputs, deviceId, shots }, tools)
  if (isRejection(prepared)) return atInputs(prepared)
  if ('code' in prepared) return prepared
  return { organisation, input, right, program, deviceId, prepared }
}

/** Whoever only tries the command out is shown its events, without what is the seller's. */
const withoutProgram = <Of extends Changed>(changed: Of): Of => ({
  ...changed,
  events: changed.events.map((event) =>
    event.type === 'JobSubmitted' && typeof event.data === 'object'
      ? { ...event, data: { ...event.data, source: '' } }
      : event,
  ),
})

/** The program is the seller's: of it a runner is told nothing but what their inputs make of it. */
const atInputs = (rejection: Rejection): Rejection =>
  rejection.rejected !== 'INVALID_CIRCUIT'
    ? rejection
    : reject('INPUTS_REJECTED', 'The program of the app does not work with these inputs.', [
        ...(rejection.issues ?? []).map(({ code, detail }) => ({
          pointer: '/inputs',
          code,
          detail,
        })),
      ])

/**
 * Runs an app: the pinned version, with inputs that its schema accepts, on a device. It becomes a job, for which device and
 * app are paid together, and which counts against the plan's runs.
 */
export const runApp = defineCommand({
  name: 'subscriptions.run-app',
  input: RunInput,
  scope: 'apps:run',
  run: async (input, tools) => {
    const { commandId, organisation } = tools.context
    if (organisation === undefined)
      return reject('FORBIDDEN', 'A run belongs to an organisation; act for one.')
    const jobId = derivedId(commandId, 'job')
    const before = await tools.answered(job, jobId)
    if (before !== undefined) return 'code' in before ? before : answerOf(before)
    const ready = await preparedRun(tools, organisation, input)
    if (isRejection(ready) || 'code' in ready) return ready
    const place = await takePlace(tools, organisation, ready.right, jobId)
    if (isRejection(place) || 'code' in place) return place
    const submission = await submissionOf(tools, { ...ready, jobId, place })
    if (isRejection(submission)) {
      await place.giveBack()
      return submission
    }
    const changed = await tools.change(job, jobId, { type: 'SubmitJob', submission })
    return 'stream' in changed ? answerOf(withoutProgram(changed)) : changed
  },
})
