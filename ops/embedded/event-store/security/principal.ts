/** Who calls, as far as rights go. Without a login it is nobody in particular. */
export type Principal = { readonly login?: string; readonly groups: readonly string[] }

export const adminsGroup = '$admins'
export const operationsGroup = '$ops'

/** A caller without credentials. */
export const anonymous: Principal = { groups: [] }

/** Whoever reaches a node without TLS, which listens to this machine alone. */
export const everyone: Principal = { login: 'admin', groups: [adminsGroup] }

export const isAdmin = ({ login, groups }: Principal): boolean =>
  login === 'admin' || groups.includes(adminsGroup)

export const isOperator = (principal: Principal): boolean =>
  isAdmin(principal) || principal.login === 'ops' || principal.groups.includes(operationsGroup)
