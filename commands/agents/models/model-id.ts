import { derivedId } from '../../../platform/ids/ids.ts'

/** The same name is the same model. */
export const modelIdOf = (name: string): string => derivedId('model', name)

/** The model that queue times are predicted with. */
export const queueTimeModel = 'queue-time'
export const queueTimeModelId = modelIdOf(queueTimeModel)
