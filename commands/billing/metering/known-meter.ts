import type { Meter } from '../../../domain/billing/metering/meter-rules.ts'
import { meter } from '../../../domain/billing/metering/meter.ts'
import { standardMeter } from '../../../domain/billing/metering/standard-meters.ts'
import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { loadKnown } from '../../shared/load.ts'
import type { Services } from '../../shared/services.ts'

type Log = Pick<Services, 'eventStore' | 'foldCache'>

/** A meter of the hub or of its operators, retired or not. */
export const knownMeter = async (log: Log, key: string): Promise<Meter | Rejection> => {
  const standard = standardMeter(key)
  if (standard !== undefined) return standard
  const { eventStore, foldCache } = log
  const defined = ({ kind }: { readonly kind: string }) => kind === 'defined'
  const { state } = await loadKnown(eventStore, foldCache, meter, key, defined)
  return state.kind === 'absent' ? unknown(key) : state.meter
}

/** A meter that takes reports today. */
export const reportableMeter = async (log: Log, key: string): Promise<Meter | Rejection> => {
  const standard = standardMeter(key)
  if (standard !== undefined) return standard
  const defined = ({ kind }: { readonly kind: string }) => kind === 'defined'
  const { state } = await loadKnown(log.eventStore, log.foldCache, meter, key, defined)
  return state.kind === 'absent' || state.retired ? unknown(key) : state.meter
}

const unknown = (key: string): Rejection => reject('METER_UNKNOWN', `There is no meter ${key}.`)
