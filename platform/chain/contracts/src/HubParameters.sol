// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

/// Numbers of the hub that its owner, the timelock, sets: what was voted on is what the hub reads.
contract HubParameters is Ownable {
    mapping(bytes32 key => uint256) public values;

    event ParameterSet(bytes32 indexed key, uint256 value);

    constructor(address owner) Ownable(owner) {}

    /// `key` is a short name, its letters followed by zeros.
    function set(bytes32 key, uint256 value) external onlyOwner {
        values[key] = value;
        emit ParameterSet(key, value);
    }
}
