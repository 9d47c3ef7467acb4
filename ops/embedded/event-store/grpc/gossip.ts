import { randomUUID } from 'node:crypto'
import gossip from '@eventstore/db-client/generated/gossip_pb.js'
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js'
import shared from '@eventstore/db-client/generated/shared_pb.js'

const instance = randomUUID()

/** Gossip.Read: a cluster of one, which leads. */
export const clusterOf = (address: string, port: number, now: number): ClusterInfo => {
  const id = new shared.UUID()
  id.setString(instance)
  const endPoint = new gossip.EndPoint()
  endPoint.setAddress(address)
  endPoint.setPort(port)
  const member = new gossip.MemberInfo()
  member.setInstanceId(id)
  member.setTimeStamp(`${now}0000`)
  member.setState(gossip.MemberInfo.VNodeState.LEADER)
  member.setIsAlive(true)
  member.setHttpEndPoint(endPoint)
  const cluster = new gossip.ClusterInfo()
  cluster.addMembers(member)
  return cluster
}
