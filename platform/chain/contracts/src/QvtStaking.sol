// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {QuantumComputers} from "./QuantumComputers.sol";

/// QVT staked on quantum computers. Rewards come out of a pool that is funded for them and are set aside second by second,
/// so that principal and rewards, the same token, are never paid from one another: the contract's balance is
/// `principal + unbonding + pool + owed`, and each of the four moves by its own rule.
contract QvtStaking is AccessControl {
    using SafeERC20 for IERC20;

    bytes32 public constant RATE_ROLE = keccak256("RATE_ROLE");
    bytes32 public constant SLASHER_ROLE = keccak256("SLASHER_ROLE");
    uint256 private constant SCALE = 1e18;

    struct Unbonding {
        uint256 amount;
        uint256 availableAt;
    }

    IERC20 public immutable token;
    QuantumComputers public immutable registry;
    /// Where slashed stakes go.
    address public immutable sink;
    /// Seconds from asking for a stake to getting it.
    uint256 public immutable cooldown;

    /// What is staked, what waits out its cooldown, what may still be earned, what has been earned and not taken.
    uint256 public principal;
    uint256 public unbonding;
    uint256 public pool;
    uint256 public owed;

    uint256 public rewardPerSecond;
    /// Earned by one smallest unit since the beginning, times SCALE.
    uint256 public index;
    uint256 public indexedAt;

    mapping(bytes32 deviceId => mapping(address staker => uint256)) public stakes;
    mapping(bytes32 deviceId => mapping(address staker => Unbonding)) public unbondings;
    mapping(bytes32 deviceId => uint256) public stakedOn;
    mapping(address staker => uint256) public stakedBy;
    mapping(address staker => uint256) private _indexOf;
    mapping(address staker => uint256) private _earned;

    event Staked(bytes32 indexed deviceId, address indexed staker, uint256 amount);
    event UnstakeRequested(
        bytes32 indexed deviceId, address indexed staker, uint256 amount, uint256 availableAt
    );
    event Unstaked(bytes32 indexed deviceId, address indexed staker, uint256 amount);
    event RewardPaid(address indexed staker, uint256 amount);
    event RewardsFunded(address indexed from, uint256 amount);
    event RewardRateSet(uint256 rewardPerSecond);
    /// `fromUnbonding` is the part of `amount` that was waiting out its cooldown.
    event Slashed(
        bytes32 indexed deviceId,
        address indexed staker,
        uint256 amount,
        uint256 fromUnbonding,
        bytes32 indexed reason
    );

    error AmountMissing();
    error ComputerInactive(bytes32 deviceId);
    error StakeTooSmall(bytes32 deviceId, address staker, uint256 staked);
    error CooldownRuns(bytes32 deviceId, address staker, uint256 availableAt);
    error SlashedAlready(bytes32 reason);

    /// Each reason slashes once, so that a slash may be sent again.
    mapping(bytes32 reason => bool) public slashed;

    constructor(
        IERC20 token_,
        QuantumComputers registry_,
        address sink_,
        uint256 cooldown_,
        address admin,
        address operator
    ) {
        token = token_;
        registry = registry_;
        sink = sink_;
        cooldown = cooldown_;
        indexedAt = block.timestamp;
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(RATE_ROLE, admin);
        _grantRole(RATE_ROLE, operator);
        _grantRole(SLASHER_ROLE, operator);
    }

    function stake(bytes32 deviceId, uint256 amount) external {
        if (amount == 0) revert AmountMissing();
        if (!registry.isActive(deviceId)) revert ComputerInactive(deviceId);
        _settle(msg.sender);
        stakes[deviceId][msg.sender] += amount;
        stakedOn[deviceId] += amount;
        stakedBy[msg.sender] += amount;
        principal += amount;
        emit Staked(deviceId, msg.sender, amount);
        token.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// What is asked for earns nothing any more. Asking again before it was taken begins the cooldown of all of it anew.
    function requestUnstake(bytes32 deviceId, uint256 amount) external {
        if (amount == 0) revert AmountMissing();
        _settle(msg.sender);
        _unstake(deviceId, msg.sender, amount);
        Unbonding storage waiting = unbondings[deviceId][msg.sender];
        waiting.amount += amount;
        waiting.availableAt = block.timestamp + cooldown;
        unbonding += amount;
        emit UnstakeRequested(deviceId, msg.sender, amount, waiting.availableAt);
    }

    function unstake(bytes32 deviceId) external {
        Unbonding memory waiting = unbondings[deviceId][msg.sender];
        if (waiting.amount == 0) revert AmountMissing();
        if (block.timestamp < waiting.availableAt) {
            revert CooldownRuns(deviceId, msg.sender, waiting.availableAt);
        }
        delete unbondings[deviceId][msg.sender];
        unbonding -= waiting.amount;
        emit Unstaked(deviceId, msg.sender, waiting.amount);
        token.safeTransfer(msg.sender, waiting.amount);
    }

    function claim() external returns (uint256 amount) {
        _settle(msg.sender);
        amount = _earned[msg.sender];
        if (amount == 0) return 0;
        _earned[msg.sender] = 0;
        owed -= amount;
        emit RewardPaid(msg.sender, amount);
        token.safeTransfer(msg.sender, amount);
    }

    /// Anybody may give to the pool.
    function fund(uint256 amount) external {
        if (amount == 0) revert AmountMissing();
        _advance();
        pool += amount;
        emit RewardsFunded(msg.sender, amount);
        token.safeTransferFrom(msg.sender, address(this), amount);
    }

    function setRewardRate(uint256 perSecond) external onlyRole(RATE_ROLE) {
        _advance();
        rewardPerSecond = perSecond;
        emit RewardRateSet(perSecond);
    }

    /// Takes from what the computer's own operator staked on it, first of what is staked, then of what waits. Nobody who
    /// merely backs a computer pays for its failures. At most what is there is taken.
    function slash(bytes32 deviceId, uint256 amount, bytes32 reason)
        external
        onlyRole(SLASHER_ROLE)
        returns (uint256 taken)
    {
        if (slashed[reason]) revert SlashedAlready(reason);
        slashed[reason] = true;
        address operator = registry.operatorOf(deviceId);
        _settle(operator);
        uint256 fromStake = Math.min(amount, stakes[deviceId][operator]);
        if (fromStake > 0) _unstake(deviceId, operator, fromStake);
        Unbonding storage waiting = unbondings[deviceId][operator];
        uint256 fromWaiting = Math.min(amount - fromStake, waiting.amount);
        waiting.amount -= fromWaiting;
        unbonding -= fromWaiting;
        taken = fromStake + fromWaiting;
        emit Slashed(deviceId, operator, taken, fromWaiting, reason);
        if (taken > 0) token.safeTransfer(sink, taken);
    }

    /// What the staker could claim now.
    function earned(address staker) external view returns (uint256) {
        (uint256 now_,) = _nextIndex();
        return _earned[staker] + stakedBy[staker] * (now_ - _indexOf[staker]) / SCALE;
    }

    function _unstake(bytes32 deviceId, address staker, uint256 amount) private {
        uint256 staked = stakes[deviceId][staker];
        if (amount > staked) revert StakeTooSmall(deviceId, staker, staked);
        stakes[deviceId][staker] = staked - amount;
        stakedOn[deviceId] -= amount;
        stakedBy[staker] -= amount;
        principal -= amount;
    }

    /// Where the index stands now, and what it takes out of the pool to get there: never more than is in it.
    function _nextIndex() private view returns (uint256 next, uint256 distributed) {
        if (principal == 0) return (index, 0);
        distributed = Math.min(rewardPerSecond * (block.timestamp - indexedAt), pool);
        next = index + distributed * SCALE / principal;
    }

    function _advance() private {
        (uint256 next, uint256 distributed) = _nextIndex();
        index = next;
        indexedAt = block.timestamp;
        pool -= distributed;
        owed += distributed;
    }

    function _settle(address staker) private {
        _advance();
        _earned[staker] += stakedBy[staker] * (index - _indexOf[staker]) / SCALE;
        _indexOf[staker] = index;
    }
}
