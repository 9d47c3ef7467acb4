import { z } from 'zod'
import { Failure } from '../../jobs/job-events.ts'
import { msOf } from '../../shared/instant.ts'
import { Id, Instant } from '../../shared/values.ts'
import { adviceOn } from './advice.ts'
import { Fit } from './fit.ts'

export const FindingCode = z.enum([
  'FAILED',
  'CANCELLED',
  'STILL_UNDER_WAY',
  'TRIED_AGAIN',
  'SHOTS_MISSING',
  'NOISE_DOMINATES',
  'NOISE_VISIBLE',
  'READINGS_UNRELIABLE',
  'LONGER_THAN_COHERENCE',
  'BETTER_PLACEMENT',
  'LONG_WAIT',
  'NOT_ESTIMATED',
  'NOTHING_WRONG',
])

/** Something that was found out about a job, and what to do about it. */
const Finding = z.strictObject({
  code: FindingCode,
  /** It is why the job ended as it did; it makes the result worse; it is worth knowing. */
  weight: z.enum(['CAUSE', 'RISK', 'NOTE']),
  detail: z.string().max(2500),
  advice: z.string().max(500).exactOptional(),
})
type Finding = z.output<typeof Finding>

const seconds = z.number().min(0)

export const Diagnosis = z.strictObject({
  jobId: Id,
  status: z.string().max(40),
  /** Of the failure, where there is one; else of the finding that weighs most. */
  code: z.string().min(1).max(80),
  failure: Failure.exactOptional(),
  findings: z.array(Finding).min(1).max(20),
  /** Seconds in line, and on the device, as the events tell. */
  waitedSeconds: seconds.exactOptional(),
  ranSeconds: seconds.exactOptional(),
  attempts: z.int().min(0),
  timeline: z.array(z.strictObject({ type: z.string().max(80), at: Instant })).max(200),
  calibrationId: Id.exactOptional(),
  /** By the calibration that the job pinned: as it ran, and as it might have. */
  fits: z.array(Fit).max(2),
})
export type Diagnosis = z.output<typeof Diagnosis>

/** What is known of a job when it is diagnosed. */
export type Evidence = {
  readonly jobId: string
  readonly status: string
  readonly failure?: Failure
  readonly shots: number
  readonly shotsSeen?: number
  readonly attempts: number
  readonly timeline: Diagnosis['timeline']
  readonly calibrationId?: string
  /** Whether the device's errors shape its results: those of an ideal simulator do not. */
  readonly noisy: boolean
  readonly fits: readonly Fit[]
  /** Why there are none. */
  readonly unfitted?: string
}

const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 2 : 1)} %`

const between = (timeline: Diagnosis['timeline'], from: string, to: readonly string[]) => {
  const begun = timeline.find(({ type }) => type === from)
  const ended = timeline.find(({ type }) => to.includes(type))
  return begun === undefined || ended === undefined
    ? undefined
    : Math.max(0, (msOf(ended.at) - msOf(begun.at)) / 1000)
}

const ofEnd = ({ status, failure, timeline }: Evidence): readonly Finding[] => {
  if (failure !== undefined) {
    const place = failure.line === undefined ? '' : ` (line ${String(failure.line)})`
    const fault = {
      USER: 'the order or the program',
      PLATFORM: 'the hub',
      PROVIDER: 'the provider',
    }
    const detail = `${failure.message}${place} The fault lies with ${fault[failure.faultDomain]}.`
    return [{ code: 'FAILED', weight: 'CAUSE', detail, advice: adviceOn(failure) }]
  }
  if (status === 'CANCELLED') {
    const asked = timeline.some(({ type }) => type === 'JobCancellationRequested')
    const detail = asked ? 'It was cancelled on request.' : 'It was cancelled.'
    return [{ code: 'CANCELLED', weight: 'CAUSE', detail }]
  }
  return status === 'COMPLETED'
    ? []
    : [
        {
          code: 'STILL_UNDER_WAY',
          weight: 'NOTE',
          detail: `It is ${status}; the rest is expected, not measured.`,
        },
      ]
}

const ofRun = ({ shots, shotsSeen, attempts }: Evidence): readonly Finding[] => [
  ...(attempts > 1
    ? [
        {
          code: 'TRIED_AGAIN',
          weight: 'NOTE',
          detail: `The provider was given it ${String(attempts)} times.`,
        } as const,
      ]
    : []),
  ...(shotsSeen !== undefined && shotsSeen < shots
    ? [
        {
          code: 'SHOTS_MISSING',
          weight: 'CAUSE',
          detail: `${String(shotsSeen)} of ${String(shots)} shots came back: the device gave up early.`,
          advice:
            'Submit the missing shots as a job of their own; only those that came back are charged.',
        } as const,
      ]
    : []),
]

/** Below this many shots in a hundred that go right, what is measured is mostly errors. */
const dominated = 0.5
const visible = 0.9

const ofNoise = ({ noisy, fits, unfitted }: Evidence): readonly Finding[] => {
  if (!noisy) return []
  const [ran, chosen] = fits
  if (ran === undefined) {
    const detail = unfitted ?? 'Its errors are not estimated.'
    return [{ code: 'NOT_ESTIMATED', weight: 'NOTE', detail }]
  }
  const [worst] = ran.worst
  const where =
    worst === undefined
      ? ''
      : ` Most is lost on ${worst.deviceQubits.length > 1 ? 'the coupling' : 'qubit'} ${worst.deviceQubits.join('-')}: ${percent(worst.lost)} in ${String(worst.gates)} gates.`
  const findings: Finding[] = []
  if (ran.success < visible) {
    const isDominated = ran.success < dominated
    findings.push({
      code: isDominated ? 'NOISE_DOMINATES' : 'NOISE_VISIBLE',
      weight: 'RISK',
      detail: `About ${percent(ran.success)} of the shots are expected to meet no error: gates ${percent(ran.gateError)}, readings ${percent(ran.readoutError)}.${where}`,
      advice: isDominated
        ? 'Have the circuit optimised, use a device with smaller errors, or mitigate errors before the counts are believed.'
        : 'Ask for more shots, or have the circuit optimised.',
    })
  }
  if (ran.readoutError > ran.gateError && ran.readoutError > 1 - visible)
    findings.push({
      code: 'READINGS_UNRELIABLE',
      weight: 'RISK',
      detail: `More goes wrong in reading (${percent(ran.readoutError)}) than in the gates.`,
      advice: 'Correct the counts by the measured readout errors, or measure fewer qubits.',
    })
  const longest = Math.max(ran.overT1 ?? 0, ran.overT2 ?? 0)
  if (longest > 0.5)
    findings.push({
      code: 'LONGER_THAN_COHERENCE',
      weight: 'RISK',
      detail: `One shot takes ${longest.toFixed(1)} times the shortest ${(ran.overT2 ?? 0) >= (ran.overT1 ?? 0) ? 'T2' : 'T1'} of its qubits.`,
      advice: 'Make the circuit less deep.',
    })
  if (chosen !== undefined && chosen.success > ran.success * 1.05)
    findings.push({
      code: 'BETTER_PLACEMENT',
      weight: 'NOTE',
      detail: `On the device’s qubits ${chosen.layout.join(', ')} about ${percent(chosen.success)} of the shots would meet no error.`,
      advice: 'Number the circuit’s qubits so.',
    })
  return findings
}

/** A line is long when it takes a hundred times as long as the run, and a minute at least. */
const ofLine = (waited: number | undefined, ran: number | undefined): readonly Finding[] =>
  waited === undefined || waited < 60 || (ran !== undefined && waited < 100 * ran)
    ? []
    : [
        {
          code: 'LONG_WAIT',
          weight: 'NOTE',
          detail: `It stood in line for ${String(Math.round(waited))} seconds.`,
          advice: 'Ask which device is recommended: lines are part of that.',
        },
      ]

const order = ['CAUSE', 'RISK', 'NOTE'] as const

/** What a job's events, circuit and calibration say about how it went, the gravest first. */
export const diagnose = (evidence: Evidence): Diagnosis => {
  const { jobId, status, failure, attempts, timeline, calibrationId, fits } = evidence
  const waited = between(timeline, 'JobQueued', ['JobStarted', 'JobDispatched'])
  const ran = between(timeline, 'JobStarted', ['JobCompleted', 'JobFailed', 'JobCancelled'])
  const found = [
    ...ofEnd(evidence),
    ...ofRun(evidence),
    ...ofNoise(evidence),
    ...ofLine(waited, ran),
  ].toSorted((a, b) => order.indexOf(a.weight) - order.indexOf(b.weight))
  const nothing: Finding = {
    code: 'NOTHING_WRONG',
    weight: 'NOTE',
    detail: 'Nothing stands out: it ran as such a job runs.',
  }
  const findings = found.length === 0 ? [nothing] : found
  return {
    jobId,
    status,
    code: failure?.code ?? findings[0]?.code ?? nothing.code,
    ...(failure === undefined ? {} : { failure }),
    findings,
    ...(waited === undefined ? {} : { waitedSeconds: waited }),
    ...(ran === undefined ? {} : { ranSeconds: ran }),
    attempts,
    timeline,
    ...(calibrationId === undefined ? {} : { calibrationId }),
    fits: [...fits],
  }
}
