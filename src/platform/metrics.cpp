// SPDX-License-Identifier: Apache-2.0
#include "platform/metrics.hpp"

#include <fstream>
#include <map>
#include <mutex>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/result.hpp"

namespace genai::platform {
namespace {

class PrometheusCounter final : public Counter {
public:
    explicit PrometheusCounter(prometheus::Counter& counter) : counter_(counter) {}
    void add(double amount) override { counter_.Increment(amount); }

private:
    prometheus::Counter& counter_;
};

class PrometheusGauge final : public Gauge {
public:
    explicit PrometheusGauge(prometheus::Gauge& gauge) : gauge_(gauge) {}
    void set(double value) override { gauge_.Set(value); }
    void add(double amount) override { gauge_.Increment(amount); }

private:
    prometheus::Gauge& gauge_;
};

class PrometheusHistogram final : public Histogram {
public:
    explicit PrometheusHistogram(prometheus::Histogram& histogram) : histogram_(histogram) {}
    void observe(double value) override { histogram_.Observe(value); }

private:
    prometheus::Histogram& histogram_;
};

// Processor seconds of this process, its waited-for children not counted.
double cpu_seconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    double pages = 0;
    double resident = 0;
    statm >> pages >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

std::vector<double> latency_buckets() {
    return {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60};
}

struct Metrics::State {
    template <class Port>
    using Series = std::map<std::pair<std::string, MetricLabels>, std::unique_ptr<Port>>;

    // Finds the series or makes it with `build()`.
    template <class Port, class Build>
    Port& find_or_make(Series<Port>& series, const std::string& name, const MetricLabels& labels, Build build) {
        std::lock_guard lock(mutex);
        auto& slot = series[{name, labels}];
        if (!slot) slot = build(prometheus::Labels(labels.begin(), labels.end()));
        return *slot;
    }

    std::mutex mutex;
    prometheus::Registry registry;
    Series<Counter> counters;
    Series<Gauge> gauges;
    Series<Histogram> histograms;
    // The library sums histogram buckets and processor time with plain members: one reader at a time.
    std::mutex reading;
    double cpu_reported = 0;
};

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

Counter& Metrics::counter(const std::string& name, const std::string& help, const MetricLabels& labels) {
    return state_->find_or_make(state_->counters, name, labels, [&](const prometheus::Labels& set) {
        auto& family = prometheus::BuildCounter().Name(name).Help(help).Register(state_->registry);
        return std::make_unique<PrometheusCounter>(family.Add(set));
    });
}

Gauge& Metrics::gauge(const std::string& name, const std::string& help, const MetricLabels& labels) {
    return state_->find_or_make(state_->gauges, name, labels, [&](const prometheus::Labels& set) {
        auto& family = prometheus::BuildGauge().Name(name).Help(help).Register(state_->registry);
        return std::make_unique<PrometheusGauge>(family.Add(set));
    });
}

Histogram& Metrics::histogram(const std::string& name, const std::string& help, const MetricLabels& labels,
                              const std::vector<double>& buckets) {
    return state_->find_or_make(state_->histograms, name, labels, [&](const prometheus::Labels& set) {
        auto& family = prometheus::BuildHistogram().Name(name).Help(help).Register(state_->registry);
        return std::make_unique<PrometheusHistogram>(family.Add(set, buckets));
    });
}

std::string Metrics::to_text() {
    std::lock_guard lock(state_->reading);
    double cpu = cpu_seconds();
    counter("process_cpu_seconds_total", "Processor time of this process").add(cpu - state_->cpu_reported);
    state_->cpu_reported = cpu;
    gauge("process_resident_memory_bytes", "Memory that this process has in RAM").set(resident_bytes());
    return prometheus::TextSerializer().Serialize(state_->registry.Collect());
}

}  // namespace genai::platform
