import { app } from '../../../domain/catalog/app.ts'
import { device } from '../../../domain/devices/device.ts'
import { load } from '../../shared/load.ts'
import type { Services } from '../../shared/services.ts'

type Log = Pick<Services, 'eventStore' | 'foldCache'>

/** What a bill calls a device. */
export const deviceName = async ({ eventStore, foldCache }: Log, id: string): Promise<string> => {
  const { state } = await load(eventStore, foldCache, device, id)
  return state.kind === 'registered' ? state.facts.name : id
}

/** What a bill calls an app: as it stands in the registry's addresses. */
export const appName = async ({ eventStore, foldCache }: Log, id: string): Promise<string> => {
  const { state } = await load(eventStore, foldCache, app, id)
  return state.kind === 'existing' ? state.slug : id
}
