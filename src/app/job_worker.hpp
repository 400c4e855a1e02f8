// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "app/application.hpp"
#include "ingestion/job_runner.hpp"
#include "jobs/job_queue.hpp"
#include "platform/log.hpp"

namespace genai::app {

// Runs the queue's jobs on a thread of its own, one at a time, for as long as it lives. It holds the writer's lock only
// while a job runs; a job that finds it held waits. Its destruction hands the job that runs back, checkpointed. The
// application and the log outlive it. Safe to use from several threads.
class JobWorker {
public:
    JobWorker(Application& application, platform::Log& log);
    ~JobWorker();
    JobWorker(const JobWorker&) = delete;
    JobWorker& operator=(const JobWorker&) = delete;

    // Begins to run jobs; once. What came before waits.
    void start();
    // A job has come: look at once.
    void wake();
    // To be tried on the file of this job, when it runs in this process. Kept in memory until it has ended.
    void give_password(const std::string& job_id, std::string password);
    // Ends after the batch that is being worked on; does not wait for it.
    void request_stop() { stop_.request_stop(); }

private:
    void run();
    void recover();
    void tend();
    void remove_garbage();
    void wait(std::chrono::milliseconds patience);
    ingestion::JobRunner::Turn turn();
    Result<ingestion::JobEquipment> equip(const jobs::Job& job);
    std::string find_password(const std::string& job_id);

    Application& application_;
    platform::Log& log_;
    const std::string owner_;
    std::stop_source stop_;
    std::mutex mutex_;
    std::condition_variable_any woken_;
    bool is_woken_ = false;
    std::map<std::string, std::string> passwords_;  // by job id
    ingestion::JobRunner runner_;
    std::chrono::steady_clock::time_point tended_;
    std::jthread thread_;
};

}  // namespace genai::app
