// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace genai::extraction::child {

// From now on this process can make no system call but those that reading a file needs, each with the arguments that
// it needs; others raise SIGSYS and do not take place. 0, or the error. Needs PR_SET_NO_NEW_PRIVS.
int filter_system_calls();

// What is worth knowing by name of the calls that a hostile reader would make; nullptr for others. Async-signal-safe.
const char* name_of_system_call(int number);

}  // namespace genai::extraction::child
