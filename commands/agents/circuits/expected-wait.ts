import { predictQueueTime } from '../../../domain/agents/models/queue-time/predict.ts'
import type { ExpectedWait } from '../../../domain/agents/circuits/recommendation.ts'
import type { Services } from '../../shared/services.ts'

/** How long a job would wait for its slot: as the model in use predicts it, else as recent jobs waited. */
export const expectedWait = async (
  { models, fleet, clock }: Services,
  deviceId: string,
  user: string,
): Promise<ExpectedWait> => {
  const grounds = await models.queueTimes.grounds(deviceId)
  if (grounds !== undefined) {
    const { inUse, situation } = grounds
    const predicted = predictQueueTime(inUse?.artifact, situation, user, clock.now().getTime())
    if (predicted.basis === 'FREE_SLOT' || predicted.basis === 'MODEL')
      return { basis: predicted.basis, seconds: predicted.seconds }
  }
  const recent = await fleet.recentWait(deviceId)
  return recent === undefined
    ? { basis: 'UNKNOWN', seconds: 0 }
    : { basis: 'RECENT_JOBS', seconds: recent.meanSeconds }
}
