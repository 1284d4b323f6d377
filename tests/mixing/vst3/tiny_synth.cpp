// SPDX-License-Identifier: GPL-3.0-or-later
// A VST3 instrument for tests: sines with one knob and a state, built by the tests where there is a compiler.
// LATENCY: by how many frames it sounds late, as it tells its host.
// It speaks the binary interface of VST3 by declarations of its own. Pitch 127 crashes it, pitch 126 hangs it.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <unistd.h>

#ifndef LATENCY
#define LATENCY 0
#endif

namespace {

using Result = int32_t;
using Id = const char*;
// Hosts send controllers that nobody maps to parameter 0.
constexpr uint32_t LevelParameter = 100;
constexpr Result Ok = 0, False = 1, NoInterface = -1;

struct Uid {
    char bytes[16];
    constexpr Uid(uint32_t a, uint32_t b, uint32_t c, uint32_t d) : bytes{} {
        const uint32_t words[4] = {a, b, c, d};
        for (int n = 0; n < 16; ++n) bytes[n] = static_cast<char>(words[n / 4] >> (24 - 8 * (n % 4)));
    }
    bool is(Id other) const { return std::memcmp(bytes, other, 16) == 0; }
};

constexpr Uid Unknown{0, 0, 0xC0000000, 0x00000046}, PluginBase{0x22888DDB, 0x156E45AE, 0x8358B348, 0x08190625};
constexpr Uid Factory1{0x7A4D811C, 0x52114A1F, 0xAED9D2EE, 0x0B43BF9F};
constexpr Uid Factory2{0x0007B650, 0xF24B4C0B, 0xA464EDB9, 0xF00B2ABB};
constexpr Uid ComponentId{0xE831FF31, 0xF2D54301, 0x928EBBEE, 0x25697802};
constexpr Uid ProcessorId{0x42043F99, 0xB7DA453C, 0xA569E79D, 0x9AAEC33D};
constexpr Uid ControllerId{0xDCD7BBE3, 0x7742448D, 0xA874AACC, 0x979C759E};
constexpr Uid TinyId{0x54696E79, 0x53796E74, 0x68466F72, 0x54657374};

struct IUnknown {
    virtual Result queryInterface(Id id, void** made) = 0;
    virtual uint32_t addRef() = 0;
    virtual uint32_t release() = 0;
};
struct IStream : IUnknown {
    virtual Result read(void*, int32_t, int32_t*) = 0;
    virtual Result write(void*, int32_t, int32_t*) = 0;
};
struct BusInfo { int32_t media, direction, channels; char16_t name[128]; int32_t type; uint32_t flags; };
struct ParameterInfo {
    uint32_t id; char16_t title[128], shortTitle[128], units[128];
    int32_t steps; double normalizedDefault; int32_t unit, flags;
};
struct NoteOn { int16_t channel, pitch; float tuning, velocity; int32_t length, noteId; };
struct Event {
    int32_t bus, offset; double quarters; uint16_t flags, type;
    union { NoteOn on; struct { uint32_t size, kind; const void* bytes; } data; };
};
struct IEvents : IUnknown { virtual int32_t count() = 0; virtual Result get(int32_t, Event&) = 0; };
struct IQueue : IUnknown {
    virtual uint32_t parameter() = 0;
    virtual int32_t count() = 0;
    virtual Result point(int32_t, int32_t&, double&) = 0;
};
struct IChanges : IUnknown { virtual int32_t count() = 0; virtual IQueue* queue(int32_t) = 0; };
struct Buffers { int32_t channels; uint64_t silence; float** samples; };
struct Data {
    int32_t mode, sampleSize, frames, inputs, outputs;
    Buffers *in, *out; IChanges *changes, *outChanges; IEvents *events, *outEvents; void* context;
};
struct Setup { int32_t mode, sampleSize, maxFrames; double rate; };

struct IBase : IUnknown { virtual Result initialize(IUnknown*) = 0; virtual Result terminate() = 0; };
struct IComponent : IBase {
    virtual Result getControllerClassId(char*) = 0;
    virtual Result setIoMode(int32_t) = 0;
    virtual int32_t getBusCount(int32_t media, int32_t direction) = 0;
    virtual Result getBusInfo(int32_t, int32_t, int32_t, BusInfo&) = 0;
    virtual Result getRoutingInfo(void*, void*) = 0;
    virtual Result activateBus(int32_t, int32_t, int32_t, uint8_t) = 0;
    virtual Result setActive(uint8_t) = 0;
    virtual Result setState(IStream*) = 0;
    virtual Result getState(IStream*) = 0;
};
struct IProcessor : IUnknown {
    virtual Result setBusArrangements(uint64_t*, int32_t, uint64_t*, int32_t) = 0;
    virtual Result getBusArrangement(int32_t, int32_t, uint64_t&) = 0;
    virtual Result canProcessSampleSize(int32_t) = 0;
    virtual uint32_t getLatencySamples() = 0;
    virtual Result setupProcessing(Setup&) = 0;
    virtual Result setProcessing(uint8_t) = 0;
    virtual Result process(Data&) = 0;
    virtual uint32_t getTailSamples() = 0;
};
struct IController : IBase {
    virtual Result setComponentState(IStream*) = 0;
    virtual Result setState(IStream*) = 0;
    virtual Result getState(IStream*) = 0;
    virtual int32_t getParameterCount() = 0;
    virtual Result getParameterInfo(int32_t, ParameterInfo&) = 0;
    virtual Result getParamStringByValue(uint32_t, double, char16_t*) = 0;
    virtual Result getParamValueByString(uint32_t, char16_t*, double&) = 0;
    virtual double normalizedParamToPlain(uint32_t, double) = 0;
    virtual double plainParamToNormalized(uint32_t, double) = 0;
    virtual double getParamNormalized(uint32_t) = 0;
    virtual Result setParamNormalized(uint32_t, double) = 0;
    virtual Result setComponentHandler(IUnknown*) = 0;
    virtual void* createView(const char*) = 0;
};

void write16(char16_t* place, const char* text) { do *place++ = *text; while (*text++); }

struct Tiny;
struct Controller final : IController {
    Tiny* owner;
    Result queryInterface(Id, void**) override;
    uint32_t addRef() override;
    uint32_t release() override;
    Result initialize(IUnknown*) override { return Ok; }
    Result terminate() override { return Ok; }
    Result setComponentState(IStream* stream) override { return setState(stream); }
    Result setState(IStream*) override;
    Result getState(IStream*) override { return Ok; }
    int32_t getParameterCount() override { return 1; }
    Result getParameterInfo(int32_t, ParameterInfo& info) override {
        info = {};
        info.id = LevelParameter;
        write16(info.title, "Level");
        write16(info.shortTitle, "Level");
        info.normalizedDefault = 0.5;
        info.flags = 1;
        return Ok;
    }
    Result getParamStringByValue(uint32_t, double value, char16_t* text) override {
        const char digits[4] = {static_cast<char>('0' + (value >= 1)), '.', static_cast<char>('0' + int(value * 10) % 10), 0};
        write16(text, digits);
        return Ok;
    }
    Result getParamValueByString(uint32_t, char16_t*, double&) override { return False; }
    double normalizedParamToPlain(uint32_t, double value) override { return value; }
    double plainParamToNormalized(uint32_t, double value) override { return value; }
    double getParamNormalized(uint32_t) override;
    Result setParamNormalized(uint32_t, double) override;
    Result setComponentHandler(IUnknown*) override { return Ok; }
    void* createView(const char*) override { return nullptr; }
};

struct Tiny final : IComponent, IProcessor {
    uint32_t references = 1;
    double level = 0.5, rate = 48000, phase[128] = {}, loud[128] = {};
    bool held[128] = {};
    float late[LATENCY + 1] = {};
    int place = 0;
    Controller controller;
    Tiny() { controller.owner = this; }
    Result queryInterface(Id id, void** made) override {
        *made = nullptr;
        if (Unknown.is(id) || PluginBase.is(id) || ComponentId.is(id)) *made = static_cast<IComponent*>(this);
        if (ProcessorId.is(id)) *made = static_cast<IProcessor*>(this);
        if (ControllerId.is(id)) *made = static_cast<IController*>(&controller);
        if (*made) ++references;
        return *made ? Ok : NoInterface;
    }
    uint32_t addRef() override { return ++references; }
    uint32_t release() override {
        const uint32_t left = --references;
        if (!left) delete this;
        return left;
    }
    Result initialize(IUnknown*) override { return Ok; }
    Result terminate() override { return Ok; }
    Result getControllerClassId(char*) override { return False; }
    Result setIoMode(int32_t) override { return Ok; }
    // media 0 is audio, 1 events; direction 0 is in, 1 out
    int32_t getBusCount(int32_t media, int32_t direction) override { return media != direction; }
    Result getBusInfo(int32_t media, int32_t direction, int32_t index, BusInfo& info) override {
        if (index || media == direction) return False;
        info = {};
        info.media = media, info.direction = direction, info.channels = media ? 16 : 2, info.flags = 1;
        write16(info.name, media ? "Notes" : "Out");
        return Ok;
    }
    Result getRoutingInfo(void*, void*) override { return False; }
    Result activateBus(int32_t, int32_t, int32_t, uint8_t) override { return Ok; }
    Result setActive(uint8_t) override {
        std::memset(phase, 0, sizeof phase);
        std::memset(loud, 0, sizeof loud);
        std::memset(held, 0, sizeof held);
        std::memset(late, 0, sizeof late);
        return Ok;
    }
    Result setState(IStream* stream) override {
        double value;
        int32_t taken = 0;
        if (stream->read(&value, sizeof value, &taken) == Ok && taken == sizeof value) level = value;
        return Ok;
    }
    Result getState(IStream* stream) override { return stream->write(&level, sizeof level, nullptr); }
    Result setBusArrangements(uint64_t*, int32_t inputs, uint64_t* out, int32_t outputs) override {
        return inputs == 0 && outputs == 1 && out[0] == 3 ? Ok : False;
    }
    Result getBusArrangement(int32_t direction, int32_t, uint64_t& arrangement) override {
        arrangement = 3;
        return direction == 1 ? Ok : False;
    }
    Result canProcessSampleSize(int32_t size) override { return size == 0 ? Ok : False; }
    uint32_t getLatencySamples() override { return LATENCY; }
    Result setupProcessing(Setup& setup) override { return rate = setup.rate, Ok; }
    Result setProcessing(uint8_t) override { return Ok; }
    uint32_t getTailSamples() override { return 2400; }
    Result process(Data& data) override {
        for (int32_t n = 0; data.changes && n < data.changes->count(); ++n) {
            IQueue* queue = data.changes->queue(n);
            int32_t offset;
            double value;
            if (queue && queue->parameter() == LevelParameter && queue->point(queue->count() - 1, offset, value) == Ok) level = value;
        }
        if (data.outputs < 1 || data.out[0].channels < 2) return Ok;
        float *left = data.out[0].samples[0], *right = data.out[0].samples[1];
        int32_t next = 0;
        const int32_t events = data.events ? data.events->count() : 0;
        for (int32_t frame = 0; frame < data.frames; ++frame) {
            Event event;
            while (next < events && data.events->get(next, event) == Ok && event.offset <= frame) ++next, take(event);
            double sum = 0;
            for (int pitch = 0; pitch < 128; ++pitch) {
                if (loud[pitch] <= 0) continue;
                sum += loud[pitch] * std::sin(phase[pitch]);
                phase[pitch] += 2 * M_PI * 440 * std::pow(2.0, (pitch - 69) / 12.0) / rate;
                if (!held[pitch]) loud[pitch] -= 1 / (0.05 * rate);
            }
            late[place] = static_cast<float>(sum * level * 0.5);
            place = (place + 1) % (LATENCY + 1);
            left[frame] = right[frame] = late[place];
        }
        data.out[0].silence = 0;
        return Ok;
    }
    void take(const Event& event) {
        const int pitch = event.on.pitch & 127;
        if (event.type == 0 && pitch == 127) std::abort();
        while (event.type == 0 && pitch == 126) sleep(60);
        if (event.type == 0) held[pitch] = true, loud[pitch] = event.on.velocity, phase[pitch] = 0;
        if (event.type == 1) held[pitch] = false;
    }
};

Result Controller::queryInterface(Id id, void** made) { return owner->queryInterface(id, made); }
uint32_t Controller::addRef() { return owner->addRef(); }
uint32_t Controller::release() { return owner->release(); }
Result Controller::setState(IStream* stream) { return owner->setState(stream); }
double Controller::getParamNormalized(uint32_t) { return owner->level; }
Result Controller::setParamNormalized(uint32_t, double value) { return owner->level = value, Ok; }

struct FactoryInfo { char vendor[64], url[256], email[128]; int32_t flags; };
struct ClassInfo { char id[16]; int32_t cardinality; char category[32], name[64]; };
struct ClassInfo2 {
    char id[16]; int32_t cardinality; char category[32], name[64];
    uint32_t flags; char kinds[128], vendor[64], version[64], sdk[64];
};

struct Factory final : IUnknown {
    Result queryInterface(Id id, void** made) override {
        *made = Unknown.is(id) || Factory1.is(id) || Factory2.is(id) ? this : nullptr;
        return *made ? Ok : NoInterface;
    }
    uint32_t addRef() override { return 1; }
    uint32_t release() override { return 1; }
    virtual Result getFactoryInfo(FactoryInfo* info) {
        *info = {};
        std::strcpy(info->vendor, "Tests");
        return Ok;
    }
    virtual int32_t countClasses() { return 1; }
    virtual Result getClassInfo(int32_t, ClassInfo* info) {
        *info = {};
        fill(*info);
        return Ok;
    }
    virtual Result createInstance(Id id, Id wanted, void** made) {
        *made = nullptr;
        if (!TinyId.is(id)) return NoInterface;
        Tiny* tiny = new Tiny;
        const Result result = tiny->queryInterface(wanted, made);
        tiny->release();
        return result;
    }
    virtual Result getClassInfo2(int32_t, ClassInfo2* info) {
        *info = {};
        fill(*info);
        std::strcpy(info->kinds, "Instrument|Synth");
        std::strcpy(info->vendor, "Tests");
        std::strcpy(info->version, "1.0.0");
        std::strcpy(info->sdk, "VST 3.7");
        return Ok;
    }
    template <class Info> void fill(Info& info) {
        std::memcpy(info.id, TinyId.bytes, 16);
        info.cardinality = 0x7FFFFFFF;
        std::strcpy(info.category, "Audio Module Class");
        std::strcpy(info.name, "Tiny Synth");
    }
};

}  // namespace

extern "C" __attribute__((visibility("default"))) void* GetPluginFactory() {
    static Factory factory;
    return &factory;
}
extern "C" __attribute__((visibility("default"))) bool ModuleEntry(void*) { return true; }
extern "C" __attribute__((visibility("default"))) bool ModuleExit() { return true; }
