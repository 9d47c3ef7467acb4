import { derivedId } from '../../../platform/ids/ids.ts'

/** The same name is the same model. */
export const modelIdOf = (name: string): string => derivedId('model', name)
