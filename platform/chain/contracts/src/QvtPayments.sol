// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {IERC3009} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// Holds the most a payment may cost, as its payer signed it, until what it did cost is taken and the rest given back.
/// The id of a payment is the nonce of the payer's ERC-3009 authorisation: the token refuses a second use of it, and this
/// contract a second settlement, so that every one of the hub's transactions may be sent again.
contract QvtPayments is AccessControl {
    using SafeERC20 for IERC20;

    bytes32 public constant OPERATOR_ROLE = keccak256("OPERATOR_ROLE");

    enum State {
        None,
        Authorized,
        Captured,
        Voided,
        Reclaimed
    }

    struct Payment {
        address payer;
        /// The signed end of the authorisation, and of the hold.
        uint64 validBefore;
        State state;
        uint256 amount;
        uint256 captured;
        uint256 refunded;
    }

    IERC20 public immutable token;
    address public immutable treasury;
    mapping(bytes32 paymentId => Payment) public payments;
    mapping(bytes32 refundId => bool) public refunded;
    /// What payers have here: the sum of all payments that are authorised and not settled.
    uint256 public held;

    event PaymentAuthorized(
        bytes32 indexed paymentId, address indexed payer, uint256 amount, uint256 validBefore
    );
    event PaymentCaptured(bytes32 indexed paymentId, uint256 amount, uint256 returned);
    event PaymentVoided(bytes32 indexed paymentId);
    event PaymentReclaimed(bytes32 indexed paymentId);
    event PaymentRefunded(bytes32 indexed paymentId, bytes32 indexed refundId, uint256 amount);

    error PaymentStateUnsuitable(bytes32 paymentId, State state);
    error PaymentExpired(bytes32 paymentId, uint256 validBefore);
    error PaymentNotExpired(bytes32 paymentId, uint256 validBefore);
    error RefundedAlready(bytes32 refundId);
    error AmountTooLarge(bytes32 paymentId, uint256 amount, uint256 available);
    error NotThePayer(bytes32 paymentId, address caller);
    error SignatureMalformed();
    error NothingToHold();

    constructor(IERC20 token_, address treasury_, address admin, address operator) {
        token = token_;
        treasury = treasury_;
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(OPERATOR_ROLE, operator);
    }

    /// Pulls `value` from the payer by their signature over ReceiveWithAuthorization to this contract. The operator alone
    /// may: else anybody could take a payment's id with an authorisation of their own.
    function authorize(
        address from,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 paymentId,
        bytes calldata signature
    ) external onlyRole(OPERATOR_ROLE) {
        Payment storage payment = payments[paymentId];
        if (payment.state != State.None) revert PaymentStateUnsuitable(paymentId, payment.state);
        if (value == 0 || validBefore > type(uint64).max) revert NothingToHold();
        if (signature.length != 65) revert SignatureMalformed();
        payments[paymentId] = Payment(from, uint64(validBefore), State.Authorized, value, 0, 0);
        held += value;
        emit PaymentAuthorized(paymentId, from, value, validBefore);
        IERC3009(address(token)).receiveWithAuthorization(
            from,
            address(this),
            value,
            validAfter,
            validBefore,
            paymentId,
            uint8(signature[64]),
            bytes32(signature[0:32]),
            bytes32(signature[32:64])
        );
    }

    /// Takes `amount` for the hub and gives the rest back, once, while the payer's consent stands.
    function capture(bytes32 paymentId, uint256 amount) external onlyRole(OPERATOR_ROLE) {
        Payment storage payment = _authorized(paymentId);
        if (block.timestamp >= payment.validBefore) {
            revert PaymentExpired(paymentId, payment.validBefore);
        }
        uint256 authorized = payment.amount;
        if (amount > authorized) revert AmountTooLarge(paymentId, amount, authorized);
        payment.state = State.Captured;
        payment.captured = amount;
        held -= authorized;
        emit PaymentCaptured(paymentId, amount, authorized - amount);
        if (amount > 0) token.safeTransfer(treasury, amount);
        if (amount < authorized) token.safeTransfer(payment.payer, authorized - amount);
    }

    /// Gives everything back, whenever.
    function void(bytes32 paymentId) external onlyRole(OPERATOR_ROLE) {
        Payment storage payment = _authorized(paymentId);
        emit PaymentVoided(paymentId);
        _giveBack(payment, State.Voided);
    }

    /// The payer takes back what the hub has not settled in time.
    function reclaim(bytes32 paymentId) external {
        Payment storage payment = _authorized(paymentId);
        if (msg.sender != payment.payer) revert NotThePayer(paymentId, msg.sender);
        if (block.timestamp < payment.validBefore) {
            revert PaymentNotExpired(paymentId, payment.validBefore);
        }
        emit PaymentReclaimed(paymentId);
        _giveBack(payment, State.Reclaimed);
    }

    /// Gives back from the treasury, which has to allow it, no more than was taken; each refund once.
    function refund(bytes32 paymentId, bytes32 refundId, uint256 amount)
        external
        onlyRole(OPERATOR_ROLE)
    {
        Payment storage payment = payments[paymentId];
        if (payment.state != State.Captured) {
            revert PaymentStateUnsuitable(paymentId, payment.state);
        }
        if (refunded[refundId]) revert RefundedAlready(refundId);
        uint256 left = payment.captured - payment.refunded;
        if (amount > left) revert AmountTooLarge(paymentId, amount, left);
        refunded[refundId] = true;
        payment.refunded += amount;
        emit PaymentRefunded(paymentId, refundId, amount);
        token.safeTransferFrom(treasury, payment.payer, amount);
    }

    function _authorized(bytes32 paymentId) private view returns (Payment storage payment) {
        payment = payments[paymentId];
        if (payment.state != State.Authorized) {
            revert PaymentStateUnsuitable(paymentId, payment.state);
        }
    }

    function _giveBack(Payment storage payment, State state) private {
        payment.state = state;
        held -= payment.amount;
        token.safeTransfer(payment.payer, payment.amount);
    }
}
