// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";

/// Which quantum computers the hub has, who operates them, and how much they can do.
contract QuantumComputers is AccessControl {
    bytes32 public constant REGISTRAR_ROLE = keccak256("REGISTRAR_ROLE");

    struct Computer {
        address operator;
        /// QPU-seconds a day.
        uint64 capacity;
        bool active;
    }

    mapping(bytes32 deviceId => Computer) public computers;

    event ComputerRegistered(bytes32 indexed deviceId, address indexed operator, uint64 capacity);
    event ComputerChanged(
        bytes32 indexed deviceId, address indexed operator, uint64 capacity, bool active
    );

    error ComputerKnown(bytes32 deviceId);
    error ComputerUnknown(bytes32 deviceId);
    error OperatorMissing();

    constructor(address admin, address registrar) {
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(REGISTRAR_ROLE, registrar);
    }

    function register(bytes32 deviceId, address operator, uint64 capacity)
        external
        onlyRole(REGISTRAR_ROLE)
    {
        if (operator == address(0)) revert OperatorMissing();
        if (computers[deviceId].operator != address(0)) revert ComputerKnown(deviceId);
        computers[deviceId] = Computer(operator, capacity, true);
        emit ComputerRegistered(deviceId, operator, capacity);
    }

    function change(bytes32 deviceId, address operator, uint64 capacity, bool active)
        external
        onlyRole(REGISTRAR_ROLE)
    {
        if (operator == address(0)) revert OperatorMissing();
        if (computers[deviceId].operator == address(0)) revert ComputerUnknown(deviceId);
        computers[deviceId] = Computer(operator, capacity, active);
        emit ComputerChanged(deviceId, operator, capacity, active);
    }

    function operatorOf(bytes32 deviceId) external view returns (address) {
        return computers[deviceId].operator;
    }

    function isActive(bytes32 deviceId) external view returns (bool) {
        return computers[deviceId].active;
    }
}
