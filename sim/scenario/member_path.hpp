// SPDX-License-Identifier: GPL-2.0-only
// Where the value of a key lies in the struct that the key's record is read into: in a member, in a
// member of a member, in a base. Written from the outside in:
//   of(&Scenario::kernel) / &KernelOptions::costs / &KernelCosts::lock
//   whole<ApplicationOptions> / &XskSenderOptions::batch
#pragma once

#include <concepts>

namespace xsksim {

// The owner itself, for members of its bases.
template <class O>
struct WholePath {
    using Owner = O;
    using Value = O;
    static Owner& in(Owner& owner) { return owner; }
    static const Owner& in(const Owner& owner) { return owner; }
};
template <class Owner>
inline constexpr WholePath<Owner> whole;

template <class Outer, class Class, class V>
struct MemberPath {
    using Owner = typename Outer::Owner;
    using Value = V;
    Outer outer;
    V Class::*member;

    V& in(Owner& owner) const { return outer.in(owner).*member; }
    const V& in(const Owner& owner) const { return outer.in(owner).*member; }
};

template <class P>
concept PathToValue = requires {
    typename P::Owner;
    typename P::Value;
};

template <class Owner, class V>
constexpr auto of(V Owner::*member) {
    return MemberPath<WholePath<Owner>, Owner, V>{{}, member};
}

template <PathToValue Outer, class Class, class V>
requires std::derived_from<typename Outer::Value, Class>
constexpr auto operator/(Outer outer, V Class::*member) {
    return MemberPath<Outer, Class, V>{outer, member};
}

}  // namespace xsksim
