/** The version of the vendor's API that the simulator speaks: the one that the hub's SDK is fixed to. */
export const apiVersion = '2026-10-28.endive'
