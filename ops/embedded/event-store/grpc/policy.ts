/** What a method asks of its caller; whom it concerns beyond that its handler looks at. */
export type Requirement = 'anyone' | 'authenticated' | 'operations' | 'admins'

type Methods = Readonly<Record<string, Requirement>>

/** As EventStoreDB's own policy has it; changing projections is the operators' here. */
const services: Readonly<Record<string, Methods>> = {
  'server_features.ServerFeatures': { GetSupportedMethods: 'anyone' },
  'gossip.Gossip': { Read: 'anyone' },
  'monitoring.Monitoring': { Stats: 'anyone' },
  // Access lists decide, stream by stream.
  'streams.Streams': {
    Read: 'anyone',
    Append: 'anyone',
    BatchAppend: 'anyone',
    Delete: 'anyone',
    Tombstone: 'anyone',
  },
  'persistent_subscriptions.PersistentSubscriptions': {
    Create: 'operations',
    Update: 'operations',
    Delete: 'operations',
    ReplayParked: 'operations',
    RestartSubsystem: 'operations',
    Read: 'authenticated',
    GetInfo: 'authenticated',
    List: 'authenticated',
  },
  'projections.Projections': {
    Create: 'operations',
    Update: 'operations',
    Delete: 'operations',
    Enable: 'operations',
    Disable: 'operations',
    Reset: 'operations',
    RestartSubsystem: 'operations',
    Statistics: 'authenticated',
    State: 'authenticated',
    Result: 'authenticated',
  },
  'operations.Operations': {
    StartScavenge: 'operations',
    StopScavenge: 'operations',
    Shutdown: 'operations',
    MergeIndexes: 'operations',
    ResignNode: 'operations',
    SetNodePriority: 'operations',
    RestartPersistentSubscriptions: 'operations',
  },
  // One's own: the handler looks whose.
  'users.Users': { Details: 'authenticated', ChangePassword: 'authenticated' },
}

/** What nobody thought of is the administrators'. */
export const requirementOf = (path: string): Requirement => {
  const [, service = '', method = ''] = /^\/event_store\.client\.(.+)\/(.+)$/.exec(path) ?? []
  return services[service]?.[method] ?? 'admins'
}
