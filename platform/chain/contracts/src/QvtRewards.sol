// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

/// Rewards of quantum computers, epoch by epoch: a root over who gets how much, with the tokens to pay it. A leaf is
/// (deviceId, operator, amount), hashed twice as in OpenZeppelin's standard trees.
contract QvtRewards is AccessControl {
    using SafeERC20 for IERC20;

    bytes32 public constant PUBLISHER_ROLE = keccak256("PUBLISHER_ROLE");

    struct Epoch {
        bytes32 root;
        uint256 total;
        uint256 claimed;
    }

    IERC20 public immutable token;
    mapping(uint256 epoch => Epoch) public epochs;
    mapping(uint256 epoch => mapping(bytes32 deviceId => bool)) public claimed;

    event EpochPublished(uint256 indexed epoch, bytes32 root, uint256 total);
    event RewardClaimed(
        uint256 indexed epoch, bytes32 indexed deviceId, address indexed operator, uint256 amount
    );

    error EpochKnown(uint256 epoch);
    error EpochUnknown(uint256 epoch);
    error ClaimedAlready(uint256 epoch, bytes32 deviceId);
    error ProofWrong(uint256 epoch, bytes32 deviceId);
    error EpochSpent(uint256 epoch, uint256 left);

    constructor(IERC20 token_, address admin, address publisher) {
        token = token_;
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(PUBLISHER_ROLE, publisher);
    }

    /// Once an epoch. The publisher pays for it and has to allow it.
    function publish(uint256 epoch, bytes32 root, uint256 total) external onlyRole(PUBLISHER_ROLE) {
        if (epochs[epoch].root != bytes32(0)) revert EpochKnown(epoch);
        if (root == bytes32(0)) revert EpochUnknown(epoch);
        epochs[epoch] = Epoch(root, total, 0);
        emit EpochPublished(epoch, root, total);
        token.safeTransferFrom(msg.sender, address(this), total);
    }

    /// Pays a computer's operator, whoever asks. No epoch pays with the tokens of another.
    function claim(
        uint256 epoch,
        bytes32 deviceId,
        address operator,
        uint256 amount,
        bytes32[] calldata proof
    ) external {
        Epoch storage known = epochs[epoch];
        if (known.root == bytes32(0)) revert EpochUnknown(epoch);
        if (claimed[epoch][deviceId]) revert ClaimedAlready(epoch, deviceId);
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(deviceId, operator, amount))));
        if (!MerkleProof.verifyCalldata(proof, known.root, leaf)) revert ProofWrong(epoch, deviceId);
        uint256 left = known.total - known.claimed;
        if (amount > left) revert EpochSpent(epoch, left);
        claimed[epoch][deviceId] = true;
        known.claimed += amount;
        emit RewardClaimed(epoch, deviceId, operator, amount);
        token.safeTransfer(operator, amount);
    }
}
