import users from '@eventstore/db-client/generated/users_pb.js'
import type { DetailsResp } from '@eventstore/db-client/generated/users_pb.js'
import grpc from '@eventstore/db-client/generated/users_grpc_pb.js'
import { headersOf, type Connection, type Credentials } from './connection.ts'
import { everything, rawClient, soon, unary } from './raw.ts'

type Details = DetailsResp.UserDetails.AsObject

/** Users.* by somebody, or by nobody. */
export type UsersApi = {
  readonly create: (
    login: string,
    password: string,
    groups?: readonly string[],
    fullName?: string,
  ) => Promise<unknown>
  readonly update: (login: string, fullName: string, groups: readonly string[]) => Promise<unknown>
  readonly remove: (login: string) => Promise<unknown>
  readonly enable: (login: string) => Promise<unknown>
  readonly disable: (login: string) => Promise<unknown>
  readonly changePassword: (login: string, current: string, next: string) => Promise<unknown>
  readonly resetPassword: (login: string, next: string) => Promise<unknown>
  readonly details: (login?: string) => Promise<readonly Details[]>
  readonly close: () => void
}

export const usersApi = (connection: Connection, by?: Credentials): UsersApi => {
  const client = rawClient(connection, grpc.UsersClient)
  const headers = headersOf(by)
  return {
    create: (login, password, groups = [], fullName = login) => {
      const options = new users.CreateReq.Options()
      options.setLoginName(login)
      options.setPassword(password)
      options.setFullName(fullName)
      options.setGroupsList([...groups])
      const request = new users.CreateReq()
      request.setOptions(options)
      return unary((done) => client.create(request, headers, soon(), done))
    },
    update: (login, fullName, groups) => {
      const options = new users.UpdateReq.Options()
      options.setLoginName(login)
      options.setFullName(fullName)
      options.setGroupsList([...groups])
      const request = new users.UpdateReq()
      request.setOptions(options)
      return unary((done) => client.update(request, headers, soon(), done))
    },
    remove: (login) => {
      const options = new users.DeleteReq.Options()
      options.setLoginName(login)
      const request = new users.DeleteReq()
      request.setOptions(options)
      return unary((done) => client.delete(request, headers, soon(), done))
    },
    enable: (login) => {
      const options = new users.EnableReq.Options()
      options.setLoginName(login)
      const request = new users.EnableReq()
      request.setOptions(options)
      return unary((done) => client.enable(request, headers, soon(), done))
    },
    disable: (login) => {
      const options = new users.DisableReq.Options()
      options.setLoginName(login)
      const request = new users.DisableReq()
      request.setOptions(options)
      return unary((done) => client.disable(request, headers, soon(), done))
    },
    changePassword: (login, current, next) => {
      const options = new users.ChangePasswordReq.Options()
      options.setLoginName(login)
      options.setCurrentPassword(current)
      options.setNewPassword(next)
      const request = new users.ChangePasswordReq()
      request.setOptions(options)
      return unary((done) => client.changePassword(request, headers, soon(), done))
    },
    resetPassword: (login, next) => {
      const options = new users.ResetPasswordReq.Options()
      options.setLoginName(login)
      options.setNewPassword(next)
      const request = new users.ResetPasswordReq()
      request.setOptions(options)
      return unary((done) => client.resetPassword(request, headers, soon(), done))
    },
    details: async (login = '') => {
      const options = new users.DetailsReq.Options()
      options.setLoginName(login)
      const request = new users.DetailsReq()
      request.setOptions(options)
      const replies = await everything<DetailsResp>(client.details(request, headers, soon()))
      return replies.flatMap((reply) => reply.getUserDetails()?.toObject() ?? [])
    },
    close: () => client.close(),
  }
}
