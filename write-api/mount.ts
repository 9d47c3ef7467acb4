import type { FastifyInstance } from 'fastify'
import type { RouteDocument } from './commands/route.ts'
import type { Access } from '../platform/http/admit.ts'
import type { Plumbing } from './plumbing.ts'

/** What the reference tells of a route that its schemas do not. */
export type MountDocument = RouteDocument & {
  readonly kind: 'command' | 'query'
  readonly access: Access
  readonly status: number
  readonly precondition: 'required' | 'accepted' | 'none'
  readonly waits: boolean
  readonly located: boolean
}

/** A route that can be added to the interface, and its description. */
export type Mount = {
  readonly document: MountDocument
  readonly on: (app: FastifyInstance, plumbing: Plumbing) => void
}
