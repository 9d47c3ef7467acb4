import { CircuitProfile as Profile } from '../../../domain/agents/circuits/profile.ts'
import { Diagnosis as Diagnosed } from '../../../domain/agents/circuits/diagnosis.ts'

/** As callers see them. */
export const CircuitProfile = Profile
export const Diagnosis = Diagnosed
