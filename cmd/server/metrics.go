package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"dianqin/server"
)

// meter counts for Prometheus. No label names a person, a device or an address.
type meter struct {
	registry   *prometheus.Registry
	requests   *prometheus.CounterVec
	took       *prometheus.HistogramVec
	sent       *prometheus.CounterVec
	operations *prometheus.CounterVec
}

func newMeter() *meter {
	m := &meter{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "dianqin_requests_total", Help: "Requests by route, method and status."},
			[]string{"route", "method", "status"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "dianqin_request_seconds", Help: "How long requests took.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 60}}, []string{"route"}),
		sent:       prometheus.NewCounterVec(prometheus.CounterOpts{Name: "dianqin_sent_bytes_total", Help: "Bytes of answers by route."}, []string{"route"}),
		operations: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "dianqin_operations_total", Help: "Operations of devices by their answer."}, []string{"status"}),
	}
	m.registry.MustRegister(m.requests, m.took, m.sent, m.operations, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Request counts a request. One that has no route is counted under "none": a
// stranger must not be able to make labels.
func (m *meter) Request(pattern, method string, status int, took time.Duration, bytes int64) {
	if pattern == "" {
		pattern, method = "none", "any"
	}
	m.requests.WithLabelValues(pattern, method, strconv.Itoa(status)).Inc()
	m.took.WithLabelValues(pattern).Observe(took.Seconds())
	m.sent.WithLabelValues(pattern).Add(float64(bytes))
}

// Operations counts the answers of a push.
func (m *meter) Operations(status string, n int) {
	m.operations.WithLabelValues(status).Add(float64(n))
}

// watch adds what a running server says of itself.
func (m *meter) watch(s *server.Server) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "dianqin_watches", Help: "Devices that wait for a change."}, func() float64 {
		_, watches := s.Watching()
		return float64(watches)
	}))
}

// serve answers /metrics at an address of its own, which only the utility's own
// machines should reach.
func (m *meter) serve(address string, log *slog.Logger) (at string, stop func(), err error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return "", nil, fmt.Errorf("listen for metrics: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	s := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, WriteTimeout: time.Minute}
	go func() {
		if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			log.Error("metrics are no longer served", "err", err)
		}
	}()
	return "http://" + l.Addr().String() + "/metrics", func() { _ = s.Close() }, nil
}
