import type { FastifyInstance } from 'fastify'
import type { RouteDocument } from './commands/route.ts'
import type { Access } from '../platform/http/admit.ts'
import type { Plumbing } from './plumbing.ts'

/** What the reference tells of a route that its schemas do not. */
export type MountDocument = RouteDocument & {
  readonly kind: 'command' | 'query' | 'question'
  /** Method and path, as in `POST /v1/jobs/:jobId/cancel`. */
  readonly route: `${'DELETE' | 'GET' | 'PATCH' | 'POST' | 'PUT'} ${string}`
  readonly access: Access
  /** A body as somebody would send it. */
  readonly example?: unknown
  /** That the caller has to have; absent where none is asked for. */
  readonly scope?: string
  readonly status: number
  readonly precondition: 'required' | 'accepted' | 'none'
  readonly waits: boolean
  readonly located: boolean
  /** Of a body that is no JSON: the types that it may have. */
  readonly upload?: { readonly types: readonly string[] }
  /** Of an answer that is no JSON but content of these types, tagged by its hash. */
  readonly download?: { readonly types: readonly string[] }
}

/** A route that can be added to the interface, and its description. */
export type Mount = {
  readonly document: MountDocument
  readonly on: (app: FastifyInstance, plumbing: Plumbing) => void
}
