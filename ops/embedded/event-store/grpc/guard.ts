import { ServerInterceptingCall, type Metadata, type ServerInterceptor } from '@grpc/grpc-js'
import type { EventStoreNode } from '../core/node.ts'
import { mayAccess, type StreamAction } from '../security/acl.ts'
import { createAuthenticate } from '../security/authenticate.ts'
import { anonymous, everyone, isAdmin, isOperator, type Principal } from '../security/principal.ts'
import { accessDenied, asCallError, unauthenticated, type CallError } from './errors.ts'
import { requirementOf, type Requirement } from './policy.ts'

/** A call as the guard knows it: by the metadata that it came with. */
export type GuardedCall = { readonly metadata: Metadata }

/** Who calls, and what they may. */
export type Guard = {
  /** Lets in whom the method lets in, before its handler hears of the call. */
  readonly interceptors: readonly ServerInterceptor[]
  readonly callerOf: (call: GuardedCall) => Principal
  readonly may: (call: GuardedCall, action: StreamAction, stream: string) => boolean
  /** Throws the error that says access denied. */
  readonly require: (call: GuardedCall, action: StreamAction, stream: string) => void
}

/** Without TLS there are no credentials: whoever can connect may do everything. */
export const openGuard: Guard = {
  interceptors: [],
  callerOf: () => everyone,
  may: () => true,
  require: () => undefined,
}

const satisfies = (principal: Principal, requirement: Requirement): boolean => {
  switch (requirement) {
    case 'anyone':
      return true
    case 'authenticated':
      return principal.login !== undefined
    case 'operations':
      return isOperator(principal)
    case 'admins':
      return isAdmin(principal)
  }
}

/** Checks credentials and rights. */
export const createGuard = (node: EventStoreNode): Guard => {
  const authenticate = createAuthenticate(node)
  const callers = new WeakMap<Metadata, Principal>()

  const admit = async (metadata: Metadata, path: string): Promise<CallError | undefined> => {
    const header = metadata.get('authorization')[0]
    const principal = header === undefined ? anonymous : await authenticate(header.toString())
    if (principal === undefined) return unauthenticated()
    if (!satisfies(principal, requirementOf(path))) return accessDenied()
    callers.set(metadata, principal)
    return undefined
  }

  const interceptor: ServerInterceptor = ({ path }, call) =>
    new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, proceed) => {
            admit(metadata, path).then(
              (refused) => {
                if (refused === undefined) proceed(metadata)
                else call.sendStatus(refused)
              },
              (error: unknown) => call.sendStatus(asCallError(error)),
            )
          },
        }),
    })

  const callerOf: Guard['callerOf'] = ({ metadata }) => callers.get(metadata) ?? anonymous
  const may: Guard['may'] = (call, action, stream) =>
    mayAccess(node.log, callerOf(call), action, stream)
  return {
    interceptors: [interceptor],
    callerOf,
    may,
    require: (call, action, stream) => {
      if (!may(call, action, stream)) throw accessDenied()
    },
  }
}
