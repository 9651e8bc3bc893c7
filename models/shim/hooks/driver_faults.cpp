// SPDX-License-Identifier: GPL-2.0-only
#include "models/shim/hooks/driver_faults.hpp"

#include <fmt/format.h>
#include <sys/time.h>
#include <ucontext.h>

#include <algorithm>
#include <csetjmp>
#include <string>
#include <utility>

#include "models/shim/hooks/access_fault.hpp"
#include "models/shim/hooks/access_state.hpp"
#include "models/shim/hooks/driver_mistakes.hpp"
#include "models/shim/hypercalls/shim_context.hpp"
#include "sim/core/snapshot/tracked_pages.hpp"
#include "sim/core/snapshot/world_static.hpp"

// Where the context goes on after an exception. To the unwinder this is a signal frame: the place
// of the exception lies at its stack pointer, the stack pointer of that moment 8 bytes above; all
// other registers that matter are as they were.
asm(R"(
    .text
    .type xsksim_driver_fault_landing, @function
xsksim_driver_fault_landing:
    .cfi_startproc simple
    .cfi_signal_frame
    .cfi_escape 0x0f, 3, 0x77, 8, 0x06   # CFA: what lies at rsp + 8
    .cfi_escape 0x10, 16, 2, 0x77, 0     # return address: at rsp
    call xsksim_driver_fault_landed
    ud2
    .cfi_endproc
    .size xsksim_driver_fault_landing, . - xsksim_driver_fault_landing
)");

extern "C" {
void xsksim_driver_fault_landing();
[[noreturn]] void xsksim_driver_fault_landed();
}

namespace xsksim {

namespace {

enum class What {
    endless,
    stack_overflow,
    wild_jump,
    bad_access,
    protection,
    division,
    illegal,
    trap,
    bus
};

// The exception that is being reported.
struct Fault {
    What what = What::bad_access;
    std::uintptr_t address = 0;
    bool is_write = false;
    std::uintptr_t pc = 0;  // in the driver
    bool stack_is_lost = false;
};
Fault fault;
const WorldStatic fault_is_a_worlds(fault);

constexpr std::size_t handler_stack_bytes = 64 * 1024;
constexpr std::size_t landing_stack_bytes = 1024 * 1024;
constexpr std::size_t red_zone_bytes = 128;  // System V ABI, below a leaf function's stack pointer
// How far below the range that the engine names a stack may end: see Engine::StackRange.
constexpr std::size_t stack_end_slack = 64 * 1024;

alignas(16) std::array<std::byte, handler_stack_bytes> handler_stack;
// For contexts whose own stack is of no use any more.
alignas(16) std::array<std::byte, landing_stack_bytes> landing_stack;

std::jmp_buf* walk_guard = nullptr;

struct Registers {
    explicit Registers(void* context) : all(static_cast<ucontext_t*>(context)->uc_mcontext.gregs) {}
    std::uintptr_t get(int number) const { return static_cast<std::uintptr_t>(all[number]); }
    void set(int number, std::uintptr_t value) { all[number] = static_cast<greg_t>(value); }
    greg_t* all;
};

// Bits of the page fault's error code.
constexpr std::uintptr_t error_write = 2;

bool on_stack(std::uintptr_t address, std::size_t bytes) {
    const Engine::StackRange& stack = access_state.engine->stack();
    return address >= stack.low - stack_end_slack && address + bytes <= stack.low + stack.size;
}

bool is_stack_overflow(const siginfo_t& info, const Registers& registers) {
    const auto address = reinterpret_cast<std::uintptr_t>(info.si_addr);
    const std::uintptr_t low = access_state.engine->stack().low;
    const bool below = address < low && address >= low - stack_end_slack;
    return below && registers.get(REG_RSP) < low;
}

What kind_of(int signal, const siginfo_t& info) {
    switch (signal) {
        case SIGFPE:
            return What::division;
        case SIGILL:
            return What::illegal;
        case SIGTRAP:
            return What::trap;
        case SIGBUS:
            return What::bus;
        default:
            return info.si_code == SI_KERNEL ? What::protection : What::bad_access;
    }
}

// True if it was the driver's doing: fills `fault`, and moves the registers from a place without
// code back to the call that led there.
bool is_drivers(int signal, const siginfo_t& info, Registers& registers) {
    const AddressRange& text = ShimContext::active().world().driver.text();
    const std::uintptr_t pc = registers.get(REG_RIP);
    const std::uintptr_t sp = registers.get(REG_RSP);
    const auto address = reinterpret_cast<std::uintptr_t>(info.si_addr);
    fault = {kind_of(signal, info), address, (registers.get(REG_ERR) & error_write) != 0, pc,
             false};
    if (text.contains(pc)) {
        if (!is_stack_overflow(info, registers)) return true;
        fault.what = What::stack_overflow;
        fault.stack_is_lost = true;
        return true;
    }
    if (signal != SIGSEGV || address != pc) return false;
    fault.what = What::wild_jump;
    const std::uintptr_t caller =
        on_stack(sp, sizeof sp) ? *reinterpret_cast<const std::uintptr_t*>(sp) : 0;
    if (text.contains(caller)) {
        fault.pc = caller - 1;
        registers.set(REG_RIP, fault.pc);
        registers.set(REG_RSP, sp + sizeof sp);
    } else {
        fault.pc = access_state.last_exit - 1;
        fault.stack_is_lost = true;
    }
    return true;
}

// A loop that neither touches memory nor calls anything makes no step. Whether there is one, only
// the processor's time tells; how long that is watched changes no result.
constexpr suseconds_t look_every_us = 250'000, look_closely_every_us = 50'000;
constexpr int looks_until_suspected = 4, meetings_until_endless = 3;
constexpr int instructions_followed = 3000;  // of a hypercall, so that others lose little
constexpr std::uintptr_t trap_flag = 0x100;  // of EFLAGS: a trap after each instruction

struct Looks {
    std::uint64_t steps = 0;
    int looks = 0;     // in a row that found no step more
    int meetings = 0;  // of these, once it is suspected: that met the driver's own code
    int followed = 0;  // instructions since the last look
};
Looks looked;
const WorldStatic looks_are_a_worlds(looked);

void look_every(suseconds_t microseconds) {
    const itimerval timer{{0, microseconds}, {0, microseconds}};
    setitimer(ITIMER_VIRTUAL, &timer, nullptr);
}

void look_anew(std::uint64_t steps) {
    if (looked.looks > looks_until_suspected) look_every(look_every_us);
    looked = {steps, 0, 0, 0};
}

// Whether it is in the driver's code. If not, it is followed there, instruction by instruction: a
// loop of hypercalls that are no steps is met in the simulator's code nearly always.
bool is_met(Registers& registers) {
    const std::uintptr_t flags = registers.get(REG_EFL) & ~trap_flag;
    const bool is_in_driver =
        ShimContext::active().world().driver.text().contains(registers.get(REG_RIP));
    const bool is_followed = !is_in_driver && looked.followed++ < instructions_followed;
    registers.set(REG_EFL, is_followed ? flags | trap_flag : flags);
    return is_in_driver;
}

void end_following(Registers& registers) {
    registers.set(REG_EFL, registers.get(REG_EFL) & ~trap_flag);
}

bool is_endless_where_met(Registers& registers) {
    if (!is_met(registers)) return false;
    if (const std::uint64_t steps = access_state.steps.steps(); steps != looked.steps) {
        look_anew(steps);
        return false;
    }
    if (++looked.meetings < meetings_until_endless) return false;
    look_anew(looked.steps);
    fault = {What::endless, 0, false, registers.get(REG_RIP), false};
    return true;
}

bool is_endless(Registers& registers) {
    if (const std::uint64_t steps = access_state.steps.steps(); steps != looked.steps)
        look_anew(steps);
    looked.followed = 0;
    if (++looked.looks == looks_until_suspected + 1) look_every(look_closely_every_us);
    return looked.looks > looks_until_suspected && is_endless_where_met(registers);
}

void send_to_landing(Registers& registers) {
    const std::uintptr_t pc = registers.get(REG_RIP);
    const std::uintptr_t sp = registers.get(REG_RSP);
    const auto spare = reinterpret_cast<std::uintptr_t>(landing_stack.data()) + landing_stack_bytes;
    const std::uintptr_t top = fault.stack_is_lost ? spare : sp - red_zone_bytes;
    const std::uintptr_t frame = (top - 2 * sizeof pc) & ~std::uintptr_t{15};
    reinterpret_cast<std::uintptr_t*>(frame)[0] = pc;
    reinterpret_cast<std::uintptr_t*>(frame)[1] = sp;
    registers.set(REG_RSP, frame);
    registers.set(REG_RIP, reinterpret_cast<std::uintptr_t>(&xsksim_driver_fault_landing));
}

BadAccess told() {
    const char* access = fault.is_write ? "write" : "read";
    switch (fault.what) {
        case What::endless:
            return {Code::driver_endless_loop, "endless loop without a step"};
        case What::stack_overflow:
            return {Code::driver_stack_overflow, "stack overflow"};
        case What::wild_jump:
            return {Code::driver_wild_jump,
                    fault.address < GuestMemory::page_bytes
                        ? "jump through a NULL function pointer"
                        : "jump to where no code is, through a wild function pointer or a return "
                          "address that was overwritten"};
        case What::bad_access:
            if (fault.address < GuestMemory::page_bytes)
                return {Code::memory_null_pointer,
                        fmt::format("segmentation fault: NULL pointer: {} at offset {:#x}", access,
                                    fault.address)};
            return {Code::memory_wild_pointer,
                    fmt::format("segmentation fault: {} where no memory for it is", access)};
        case What::protection:
            return {Code::driver_protection_fault,
                    "general protection fault: an address that no memory can have, or a "
                    "privileged instruction"};
        case What::division:
            return {Code::driver_division_fault,
                    "division by zero, or a quotient that does not fit"};
        case What::illegal:
            return {Code::driver_trap_instruction,
                    "trap instruction (__builtin_trap, BUG, or what gcc takes for undefined)"};
        case What::trap:
            return {Code::driver_trap_instruction, "breakpoint instruction"};
        case What::bus:
            break;
    }
    return {Code::memory_wild_pointer, "bus error"};
}

void report() {
    Engine& engine = *access_state.engine;
    if (engine.current() == no_context) engine.abandon("");  // it was being unwound
    const BadAccess what = told();
    fatal_at(fault.pc, what.code, what.words);
}

}  // namespace

DriverFaults* DriverFaults::active_ = nullptr;

DriverFaults::DriverFaults() {
    active_ = this;
    fault = {};
    stack_t stack{};
    stack.ss_sp = handler_stack.data();
    stack.ss_size = handler_stack.size();
    sigaltstack(&stack, &stack_before_);
    struct sigaction action {};
    action.sa_sigaction = on_signal;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
    sigemptyset(&action.sa_mask);
    for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &action, &before_[i]);
    action.sa_flags |= SA_RESTART;
    sigaction(SIGVTALRM, &action, &timer_before_);
    look_every(look_every_us);
}

DriverFaults::~DriverFaults() {
    look_every(0);
    // Under valgrind a look that was due comes after this: by default it would end the program.
    if (timer_before_.sa_handler == SIG_DFL) timer_before_.sa_handler = SIG_IGN;
    sigaction(SIGVTALRM, &timer_before_, nullptr);
    for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &before_[i], nullptr);
    sigaltstack(&stack_before_, nullptr);
    active_ = nullptr;
}

// Only what a signal handler may do. A signal that somebody sent is no exception of ours.
void DriverFaults::on_signal(int signal, siginfo_t* info, void* context) {
    if (signal == SIGSEGV && TrackedPages::lets_write(*info, context)) return;
    const bool sent = info->si_code <= 0;
    const bool is_followed = signal == SIGTRAP && info->si_code == TRAP_TRACE;
    Registers registers(context);
    if (!sent && !is_followed && signal != SIGVTALRM && walk_guard != nullptr)
        std::longjmp(*std::exchange(walk_guard, nullptr), 1);
    const ShimContext* shim = ShimContext::active_or_null();
    const bool runs = shim != nullptr && shim->world().engine.stack().size != 0;
    if (is_followed) {
        if (!runs)
            end_following(registers);
        else if (is_endless_where_met(registers))
            send_to_landing(registers);
        return;
    }
    if (signal == SIGVTALRM) {
        if (runs && is_endless(registers)) send_to_landing(registers);
        return;
    }
    if (!sent && runs && is_drivers(signal, *info, registers)) return send_to_landing(registers);
    const DriverFaults& self = *active_;
    const auto which = std::find(signals.begin(), signals.end(), signal) - signals.begin();
    sigaction(signal, &self.before_[static_cast<std::size_t>(which)], nullptr);
    if (sent) raise(signal);
}

bool DriverFaults::stack_is_lost() { return fault.stack_is_lost; }

bool DriverFaults::survives(const std::function<void()>& walk) {
    std::jmp_buf guard;
    if (setjmp(guard) != 0) return false;
    walk_guard = &guard;
    walk();
    walk_guard = nullptr;
    return true;
}

}  // namespace xsksim

void xsksim_driver_fault_landed() {
    xsksim::report();
    __builtin_unreachable();
}
