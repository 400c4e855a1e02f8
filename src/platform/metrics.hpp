// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace genai::platform {

// Fixed labels of one series. Values come from small closed sets (a route template, a stage), never from a request.
using MetricLabels = std::vector<std::pair<std::string, std::string>>;

// A count that only grows.
class Counter {
public:
    virtual ~Counter() = default;
    virtual void add(double amount = 1) = 0;
};

// A value that goes up and down.
class Gauge {
public:
    virtual ~Gauge() = default;
    virtual void set(double value) = 0;
    virtual void add(double amount) = 0;
};

// A distribution over fixed buckets.
class Histogram {
public:
    virtual ~Histogram() = default;
    virtual void observe(double value) = 0;
};

// Buckets in seconds for what people wait for: 0.5 ms to 60 s.
std::vector<double> latency_buckets();

// The process's measurements, read by Prometheus. Names are "genai_..." in base units ("_seconds", "_bytes"), counters
// end in "_total". Asking again for a name with the same labels gives the same series; references live as long as the
// Metrics. Safe to use from several threads; look a series up once and keep the reference, updating it is then cheap.
class Metrics {
public:
    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    Counter& counter(const std::string& name, const std::string& help, const MetricLabels& labels = {});
    Gauge& gauge(const std::string& name, const std::string& help, const MetricLabels& labels = {});
    Histogram& histogram(const std::string& name, const std::string& help, const MetricLabels& labels = {},
                         const std::vector<double>& buckets = latency_buckets());

    // All series in Prometheus's text format 0.0.4, with process_* figures read at that moment.
    std::string to_text();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace genai::platform
