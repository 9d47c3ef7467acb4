import users from '@eventstore/db-client/generated/users_pb.js'
import type {
  ChangePasswordReq,
  ChangePasswordResp,
  CreateReq,
  CreateResp,
  DeleteReq,
  DeleteResp,
  DetailsReq,
  DetailsResp,
  DisableReq,
  DisableResp,
  EnableReq,
  EnableResp,
  ResetPasswordReq,
  ResetPasswordResp,
  UpdateReq,
  UpdateResp,
} from '@eventstore/db-client/generated/users_pb.js'
import type { handleUnaryCall, ServerWritableStream } from '@grpc/grpc-js'
import type { EventStoreNode } from '../core/node.ts'
import { isAdmin } from '../security/principal.ts'
import { createUserManagement, type UserOutcome } from '../security/user-management.ts'
import { readUser, readUsers, type User } from '../security/user-records.ts'
import { accessDenied, asCallError, invalidArgument, userConflict, userNotFound } from './errors.ts'
import type { Guard, GuardedCall } from './guard.ts'

const refuse = (login: string, outcome: Exclude<UserOutcome, 'done'>) => {
  switch (outcome) {
    case 'not-found':
      return userNotFound(login)
    case 'conflict':
      return userConflict(login)
    case 'wrong-password':
      return accessDenied()
  }
}

/** A login stands before the colon of basic credentials, and in the name of a stream. */
const isLogin = (login: string): boolean => login.trim() !== '' && !/[:\p{Cc}]/u.test(login)

type Options = { readonly getLoginName: () => string }
type Request<O extends Options> = { readonly getOptions: () => O | undefined }

const change =
  <O extends Options, Reply>(
    reply: new () => Reply,
    carryOut: (login: string, options: O, call: GuardedCall) => Promise<UserOutcome>,
  ): handleUnaryCall<Request<O>, Reply> =>
  (call, answer) => {
    const options = call.request.getOptions()
    const login = options?.getLoginName() ?? ''
    if (options === undefined || !isLogin(login)) {
      answer(invalidArgument(`'${login}' is not a login name.`))
      return
    }
    carryOut(login, options, call).then(
      (outcome) =>
        outcome === 'done' ? answer(null, new reply()) : answer(refuse(login, outcome)),
      (error: unknown) => answer(asCallError(error)),
    )
  }

const detailsOf = (user: User): DetailsResp => {
  const updated = new users.DetailsResp.UserDetails.DateTime()
  updated.setTicksSinceEpoch(`${user.updatedMs}0000`)
  const details = new users.DetailsResp.UserDetails()
  details.setLoginName(user.login)
  details.setFullName(user.fullName)
  details.setGroupsList([...user.groups])
  details.setDisabled(user.disabled)
  details.setLastUpdated(updated)
  const reply = new users.DetailsResp()
  reply.setUserDetails(details)
  return reply
}

/** Users.*, over the users' streams. Without a login, Details tells of everybody. */
export const usersCalls = (node: EventStoreNode, guard: Guard) => {
  const management = createUserManagement(node)
  const isOwn = (call: GuardedCall, login: string) => guard.callerOf(call).login === login

  const details = (call: ServerWritableStream<DetailsReq, DetailsResp>): void => {
    const login = call.request.getOptions()?.getLoginName() ?? ''
    if (!isAdmin(guard.callerOf(call)) && !isOwn(call, login)) {
      call.emit('error', accessDenied())
      return
    }
    const one = login === '' ? undefined : readUser(node, login)
    if (login !== '' && one === undefined) {
      call.emit('error', userNotFound(login))
      return
    }
    for (const user of one === undefined ? readUsers(node) : [one]) call.write(detailsOf(user))
    call.end()
  }

  return {
    create: change<CreateReq.Options, CreateResp>(users.CreateResp, (login, options) =>
      management.create({
        login,
        password: options.getPassword(),
        fullName: options.getFullName(),
        groups: options.getGroupsList(),
      }),
    ),
    update: change<UpdateReq.Options, UpdateResp>(users.UpdateResp, (login, options) =>
      management.update(login, options.getFullName(), options.getGroupsList()),
    ),
    delete: change<DeleteReq.Options, DeleteResp>(users.DeleteResp, management.remove),
    enable: change<EnableReq.Options, EnableResp>(users.EnableResp, management.enable),
    disable: change<DisableReq.Options, DisableResp>(users.DisableResp, management.disable),
    // The current password is asked for, even of an administrator, who can reset it instead.
    changePassword: change<ChangePasswordReq.Options, ChangePasswordResp>(
      users.ChangePasswordResp,
      (login, options, call) =>
        isOwn(call, login) || isAdmin(guard.callerOf(call))
          ? management.changePassword(login, options.getCurrentPassword(), options.getNewPassword())
          : Promise.reject(accessDenied()),
    ),
    resetPassword: change<ResetPasswordReq.Options, ResetPasswordResp>(
      users.ResetPasswordResp,
      (login, options) => management.resetPassword(login, options.getNewPassword()),
    ),
    details,
  }
}
