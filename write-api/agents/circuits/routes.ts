import { z } from 'zod'
import { analyseCircuit } from '../../../commands/agents/circuits/analyse.ts'
import { diagnoseJob } from '../../../commands/agents/circuits/diagnose.ts'
import { CircuitInput } from '../../../commands/agents/circuits/input.ts'
import {
  Optimisation,
  OptimisationInput,
  optimiseCircuit,
} from '../../../commands/agents/circuits/optimise.ts'
import {
  Recommendation,
  RecommendationInput,
  recommendDevice,
} from '../../../commands/agents/circuits/recommend.ts'
import { CircuitProfile, Diagnosis } from '../../../commands/agents/circuits/views.ts'
import { exampleWork } from '../../jobs/example-work.ts'
import type { Mount } from '../../mount.ts'
import { mountQuery } from '../../queries/mount-query.ts'
import { mountQuestion } from '../../queries/mount-question.ts'
import { Id, programLimit } from '../../shapes.ts'

const { source, shots } = exampleWork
const problems = ['INVALID_CIRCUIT', 'TOO_MANY_QUBITS'] as const

/** What is done for circuits before and after they run. */
export const circuitRoutes: readonly Mount[] = [
  mountQuestion({
    operationId: 'analyseCircuit',
    tag: 'agents',
    summary: 'See what a circuit is made of',
    description:
      'Gates, depth, which qubits interact and how often. Nothing is kept of the question.',
    problems,
    path: '/v1/circuit-analyses',
    scope: 'agents:read',
    body: CircuitInput,
    example: { source },
    answer: CircuitProfile,
    bodyLimit: programLimit,
    ask: ({ services }, context, body) => analyseCircuit(services, context, body),
  }),
  mountQuestion({
    operationId: 'optimiseCircuit',
    tag: 'agents',
    summary: 'Write a circuit with fewer gates',
    description:
      'The answer does the same as the circuit that was given, and is shown to on the simulator up to 16 qubits; no figure of ' +
      'it is worse. Nothing is kept of the question.',
    problems,
    path: '/v1/circuit-optimisations',
    scope: 'agents:read',
    body: OptimisationInput,
    example: { source, basis: 'KEEP' },
    answer: Optimisation,
    bodyLimit: programLimit,
    ask: ({ services }, context, body) => optimiseCircuit(services, context, body),
  }),
  mountQuestion({
    operationId: 'recommendDevice',
    tag: 'agents',
    summary: 'Ask which device to take for a circuit',
    description:
      'Devices that would take it, the best first, each with its reasons: errors over the circuit’s own gates, the wait, the ' +
      'price. Those that would not are named with the reason. Nothing is kept of the question.',
    problems,
    path: '/v1/device-recommendations',
    scope: 'agents:read',
    body: RecommendationInput,
    example: { source, shots, prefer: 'ACCURACY' },
    answer: Recommendation,
    bodyLimit: programLimit,
    ask: ({ services }, context, body) => recommendDevice(services, context, body),
  }),
  mountQuery({
    operationId: 'diagnoseJob',
    tag: 'agents',
    summary: 'Ask how a job went, and why',
    description:
      'From its events, its circuit and the calibration that it pinned: what failed and whose fault that is, how much of the ' +
      'result is errors, what to do.',
    problems: ['NOT_FOUND'],
    path: '/v1/jobs/:jobId/diagnosis',
    params: z.strictObject({ jobId: Id }),
    answer: Diagnosis,
    read: ({ services }, context, { jobId }) => diagnoseJob(services, context, jobId),
  }),
]
