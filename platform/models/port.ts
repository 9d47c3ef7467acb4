import type { QueueTimeArtifact } from '../../domain/agents/models/queue-time/artifact.ts'
import type { QueueSituation } from '../../domain/agents/models/queue-time/situation.ts'
import type { ModelFitter } from './fitter.ts'

/** What a queue time is predicted from now: the version in use, when one is, and the device's line. */
export type QueueTimeGrounds = {
  readonly inUse?: {
    readonly modelId: string
    readonly version: number
    readonly artifact: QueueTimeArtifact
  }
  readonly situation: QueueSituation
}

/** As the read models have it. Nothing for a device that there is not. */
export type QueueTimes = {
  readonly grounds: (deviceId: string) => Promise<QueueTimeGrounds | undefined>
}

export type ModelPorts = {
  readonly fitter: ModelFitter
  readonly queueTimes: QueueTimes
}
