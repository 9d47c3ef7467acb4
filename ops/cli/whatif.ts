import { Command, Option } from 'commander'
import { readFile } from 'node:fs/promises'
import { createSimulator } from '../../platform/providers/simulator/simulator.ts'
import { sagas } from '../../sagas/registry.ts'
import { addresseeOf } from '../../sagas/runtime/letters.ts'
import { NoSuchChange, replaceAt, setAt } from '../whatif/alter.ts'
import { simulated } from '../whatif/calibration.ts'
import { jobAnswers } from '../whatif/job-answers.ts'
import { jobQuestion, type JobChange } from '../whatif/job.ts'
import { readingOnly } from '../whatif/reading-only.ts'
import { whatIfUsage, type Book } from '../whatif/usage.ts'
import { whatIf } from '../whatif/what-if.ts'
import { attached, type Attached } from './attached.ts'
import { jsonOption, type Json } from './options.ts'
import { asJson, fail, print } from './say.ts'
import { whatIfLines } from './whatif-lines.ts'

/** The only thing of the hub that any of this gets. */
const logOf = ({ services: { eventStore } }: Attached) => readingOnly(eventStore)

const asking = (work: (log: ReturnType<typeof logOf>) => Promise<void>): Promise<void> =>
  attached(async (hub) => {
    try {
      await work(logOf(hub))
    } catch (error) {
      if (error instanceof NoSuchChange) fail(1, error.message, 'NO_SUCH_CHANGE')
      throw error
    }
  })

const recorded = async (log: ReturnType<typeof logOf>, stream: string) => {
  const each = addresseeOf(sagas, stream)?.each
  if (each === undefined) return fail(2, `${stream} is not the stream of a saga's instance`)
  const events = await log.read(stream)
  if (events.length === 0) return fail(1, `there is no stream ${stream}`, 'NOT_FOUND')
  return { each, stream: events }
}

const unknown = (): Promise<undefined> => Promise.resolve(undefined)

const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

type SagaOptions = Json & { readonly set?: readonly string[]; readonly replace?: string }

/** `<revision>`, and what comes behind it. */
const atRevision = (text: string): bigint =>
  /^\d{1,18}$/.test(text) ? BigInt(text) : fail(2, `${text} is not a revision`)

const ofSaga = (name: string, { set, replace, json = false }: SagaOptions) => {
  if ((set === undefined) === (replace === undefined))
    fail(2, 'one input is changed: give --set or --replace')
  return asking(async (log) => {
    const { each, stream } = await recorded(log, name)
    const [first = '', ...rest] = set ?? (replace ?? '').split('=')
    const revision = atRevision(first)
    const [pointer = '', ...value] = rest.join('=').split('=')
    const replaced =
      set === undefined
        ? replaceAt(stream, revision, jsonIn(await readFile(rest.join('='), 'utf8')))
        : setAt(stream, revision, pointer, jsonIn(value.join('=')))
    const changed =
      set === undefined
        ? `revision ${first} replaced`
        : `${pointer} of revision ${first} = ${value.join('=')}`
    const found = await whatIf({ each, stream, changed, replaced, answer: unknown })
    if (json) print(asJson(found))
    else for (const line of whatIfLines(found)) print(line)
  })
}

type JobOptions = Json & {
  readonly priceBook?: string
  readonly price?: string
  readonly queueSeconds?: string
  readonly calibration?: string
}

const changeIn = ({ priceBook, price, queueSeconds, calibration }: JobOptions): JobChange => {
  const given = [priceBook, price, queueSeconds, calibration].filter((one) => one !== undefined)
  if (given.length !== 1)
    return fail(
      2,
      'one input is changed: give --price-book, --price, --queue-seconds or --calibration',
    )
  if (priceBook !== undefined) return { kind: 'priceBook', version: priceBook }
  if (calibration !== undefined) return { kind: 'calibration', calibrationId: calibration }
  if (queueSeconds !== undefined) {
    const seconds = Number(queueSeconds)
    return /^\d+(?:\.\d+)?$/.test(queueSeconds) && seconds <= 1e9
      ? { kind: 'queueSeconds', seconds }
      : fail(2, `${queueSeconds} is not a number of seconds`)
  }
  const members = jsonIn(price ?? '')
  return typeof members === 'object' && members !== null && !Array.isArray(members)
    ? { kind: 'price', members: { ...members } }
    : fail(2, 'a price is given as JSON: {"perShot": "0.002"}')
}

const ofJob = (jobId: string, { json = false, ...options }: JobOptions) => {
  const change = changeIn(options)
  return asking(async (log) => {
    const { each, stream } = await recorded(log, `jobExecution-${jobId}`)
    const { submission, changed, replaced, delay } = await jobQuestion(log, stream, change)
    const found = await whatIf({
      ...{ each, stream, changed, answer: jobAnswers(log, stream) },
      ...(replaced === undefined ? {} : { replaced }),
      ...(delay === undefined ? {} : { delay }),
    })
    const measured =
      change.kind === 'calibration' ? await run(log, jobId, change.calibrationId) : {}
    if (json) print(asJson({ ...found, submission, ...measured }))
    else {
      for (const line of whatIfLines(found)) print(line)
      if ('simulated' in measured) print(`measured, simulated here: ${asJson(measured.simulated)}`)
    }
  })
}

const run = async (log: ReturnType<typeof logOf>, jobId: string, calibrationId: string) => {
  const simulator = createSimulator({ threads: 1 })
  try {
    return { simulated: await simulated(log, simulator, jobId, calibrationId) }
  } finally {
    await simulator.close()
  }
}

const bookIn = (text: string): Book => {
  const [priceBookId = '', version, ...more] = text.split('@')
  if (more.length > 0 || (version !== undefined && !/^\d{1,6}$/.test(version)))
    return fail(2, `${text} is not <price book>@<version>`)
  return { priceBookId, ...(version === undefined ? {} : { version: Number(version) }) }
}

type UsageOptions = Json & { readonly priceBook: string; readonly against?: string }

const ofUsage = (organisation: string, month: string, options: UsageOptions) => {
  if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(month)) fail(2, `${month} is not a month, such as 2026-11`)
  const book = bookIn(options.priceBook)
  const against =
    options.against === undefined ? { priceBookId: book.priceBookId } : bookIn(options.against)
  return asking(async (log) => {
    const found = await whatIfUsage(log, organisation, month, book, against)
    if (options.json === true) {
      print(asJson(found))
      return
    }
    const { lines, totalBefore, totalAfter, difference, asset } = found
    for (const line of lines)
      print(
        `${line.rateKey}  ${line.meter}  ${line.quantity}  ${line.before} -> ${line.after}  ${line.difference}`,
      )
    print(`total  ${totalBefore} -> ${totalAfter}  ${difference}  minor units of ${asset}`)
  })
}

/** Where something recorded would have gone with one input changed. */
export const whatifCommand = (): Command =>
  new Command('whatif')
    .description('where it would have gone with one input changed: nothing is written or performed')
    .addCommand(
      new Command('job')
        .description('the execution of a job')
        .argument('<job>', 'the id of the job')
        .option('--price-book <version>', 'at another price of the device’s book')
        .option('--price <json>', 'at a price with these members: {"perShot": "0.002"}')
        .option('--queue-seconds <seconds>', 'after so long in the device’s line')
        .option('--calibration <id>', 'under another calibration; the program is simulated here')
        .addOption(jsonOption())
        .action(ofJob),
    )
    .addCommand(
      new Command('usage')
        .description('a month of metered usage')
        .argument('<organisation>', 'the id of the organisation')
        .argument('<month>', 'such as 2026-11')
        .requiredOption('--price-book <id@version>', 'rated by this book')
        .option('--against <id@version>', 'held against this; by default the same book as in force')
        .addOption(jsonOption())
        .action(ofUsage),
    )
    .addCommand(
      new Command('saga')
        .description('any instance of a saga')
        .argument('<stream>', 'of the instance, <saga>-<id>')
        .addOption(
          new Option(
            '--set <revision pointer=value...>',
            'one place in the data of what it was told: 0 /input/data/shots=10',
          ),
        )
        .option('--replace <revision=file>', 'the data of what it was told, from a file of JSON')
        .addOption(jsonOption())
        .action(ofSaga),
    )
