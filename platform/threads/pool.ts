import type { Worker } from 'node:worker_threads'

/** What a thread says: that it is up, or how far it is with a task, then, once, its answer. */
export type WorkerMessage<Answer, Phase = string> =
  | { readonly kind: 'up' }
  | { readonly kind: 'phase'; readonly phase: Phase }
  | { readonly kind: 'answer'; readonly answer: Answer }

/** How a task ended, when it did not end with the worker's own answer. */
export type PoolOutcome<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'out-of-memory' }
  | { readonly kind: 'crashed'; readonly message: string }
  | { readonly kind: 'closed' }

export type TaskOptions<Phase> = {
  readonly signal?: AbortSignal | undefined
  /** Counted from when its thread begins with it: neither waiting for a thread nor starting one counts. */
  readonly deadlineMs: number
  readonly onPhase?: ((phase: Phase) => void) | undefined
}

export type Pool<Task, Answer, Phase> = {
  readonly submit: (task: Task, options: TaskOptions<Phase>) => Promise<PoolOutcome<Answer>>
  readonly close: () => Promise<void>
}

type Job<Task, Answer, Phase> = {
  readonly task: Task
  readonly options: TaskOptions<Phase>
  readonly settle: (outcome: PoolOutcome<Answer>) => void
}

/** A fresh thread loads its code within this time, on the slowest of machines. */
const startupMs = 60_000

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'

/**
 * Threads that each do one task at a time. A task that overruns, is aborted or kills its thread costs that thread
 * alone: it is replaced when the next task needs one. `start` starts a thread that serves tasks (`serveTasks`).
 */
export const createPool = <Task, Answer, Phase = string>(
  threads: number,
  start: () => Worker,
): Pool<Task, Answer, Phase> => {
  const idle: Worker[] = []
  const stops = new Set<(outcome: PoolOutcome<Answer>) => void>()
  const queue: Job<Task, Answer, Phase>[] = []
  const endings = new Set<Promise<unknown>>()
  let busy = 0
  let closed = false

  const end = (worker: Worker): void => {
    const ending = worker.terminate().finally(() => endings.delete(ending))
    endings.add(ending)
  }

  const begin = (): Worker => {
    const worker = start()
    worker.unref()
    return worker
  }

  const perform = (
    worker: Worker,
    { task, options, settle }: Job<Task, Answer, Phase>,
    isUp: boolean,
  ): void => {
    const finish = (outcome: PoolOutcome<Answer>): void => {
      clearTimeout(timer)
      clearImmediate(late)
      // One by one: a thread whose every listener is removed at once never reports again.
      worker.off('message', onMessage)
      worker.off('error', onError)
      worker.off('exit', onExit)
      worker.unref()
      options.signal?.removeEventListener('abort', onAbort)
      stops.delete(finish)
      busy -= 1
      // A thread that did not answer is still computing, or is gone.
      if (outcome.kind === 'answered' && !closed) idle.push(worker)
      else {
        // A thread on its way out may still report an error; nobody is left to hear it.
        worker.on('error', () => undefined)
        end(worker)
      }
      settle(outcome)
      pump()
    }
    const onAbort = (): void => {
      finish({ kind: 'aborted' })
    }
    const onMessage = (message: WorkerMessage<Answer, Phase>): void => {
      if (message.kind === 'up') {
        clearTimeout(timer)
        timer = limitTime()
      } else if (message.kind === 'phase') options.onPhase?.(message.phase)
      else finish({ kind: 'answered', answer: message.answer })
    }
    const onError = (error: Error): void => {
      finish(
        isOutOfMemory(error)
          ? { kind: 'out-of-memory' }
          : { kind: 'crashed', message: error.message },
      )
    }
    const onExit = (code: number): void => {
      finish({ kind: 'crashed', message: `the thread ended with code ${code}` })
    }
    // After a moment: where this process itself was held up, the answer is here and only not heard yet.
    const limitTime = (): NodeJS.Timeout =>
      setTimeout(() => {
        late = setImmediate(() => finish({ kind: 'timed-out' }))
      }, options.deadlineMs)
    const limitStart = (): NodeJS.Timeout =>
      setTimeout(() => {
        finish({ kind: 'crashed', message: 'the thread did not start' })
      }, startupMs)
    let late: NodeJS.Immediate | undefined
    let timer = isUp ? limitTime() : limitStart()
    stops.add(finish)
    busy += 1
    worker.ref()
    options.signal?.addEventListener('abort', onAbort, { once: true })
    worker.on('message', onMessage)
    worker.on('error', onError)
    worker.on('exit', onExit)
    worker.postMessage(task)
  }

  const pump = (): void => {
    while (busy < threads && !closed) {
      const job = queue.shift()
      if (job === undefined) return
      const rested = idle.pop()
      perform(rested ?? begin(), job, rested !== undefined)
    }
  }

  const submit = (task: Task, options: TaskOptions<Phase>): Promise<PoolOutcome<Answer>> =>
    new Promise((resolve) => {
      const { signal } = options
      if (closed || signal?.aborted === true) {
        resolve(closed ? { kind: 'closed' } : { kind: 'aborted' })
        return
      }
      const leave = (): void => {
        const index = queue.indexOf(job)
        if (index < 0) return
        queue.splice(index, 1)
        job.settle({ kind: 'aborted' })
      }
      const job: Job<Task, Answer, Phase> = {
        task,
        options,
        settle: (outcome) => {
          signal?.removeEventListener('abort', leave)
          resolve(outcome)
        },
      }
      signal?.addEventListener('abort', leave, { once: true })
      queue.push(job)
      pump()
    })

  const close = async (): Promise<void> => {
    closed = true
    for (const job of queue.splice(0)) job.settle({ kind: 'closed' })
    for (const stop of [...stops]) stop({ kind: 'closed' })
    for (const worker of idle.splice(0)) end(worker)
    await Promise.all(endings)
  }

  return { submit, close }
}
