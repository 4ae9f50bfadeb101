// peers reads the pictures of a list with zxing-cpp or zbar and prints a line a
// symbol, in the manner of the scan command, so that the three can be compared on
// the same grey buffers in one thread.
//
//	peers zxing|zbar linear|all REPS MOST LIST
//
// LIST names binary PGM files of eight bits. The milliseconds are the least of the
// repetitions, those that the thread computes; MOST is how many symbols zxing-cpp may report. Nothing of the project uses this program but its
// measuring.
#define ZX_USE_UTF8 1
#include <ZXing/DecodeHints.h>
#include <ZXing/ReadBarcode.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

extern "C" void zbar_read(const unsigned char* grey, int width, int height, int linear,
                          void (*found)(void* to, const char* type, const char* text, unsigned long length), void* to);

namespace {

struct Picture {
    int width = 0, height = 0;
    std::vector<unsigned char> grey;
};

struct Symbol {
    std::string format, text;
};

using Reader = std::function<std::vector<Symbol>(const Picture&)>;

bool load(const std::string& path, Picture& p) {
    std::ifstream in(path, std::ios::binary);
    std::string magic;
    int top = 0;
    if (!(in >> magic >> p.width >> p.height >> top) || magic != "P5" || top != 255 || p.width <= 0 || p.height <= 0)
        return false;
    in.get();
    p.grey.resize(size_t(p.width) * p.height);
    return bool(in.read(reinterpret_cast<char*>(p.grey.data()), p.grey.size()));
}

// nameZXing is the scan command's name of a format, empty for those that it does
// not read.
std::string nameZXing(ZXing::BarcodeFormat f) {
    using ZXing::BarcodeFormat;
    switch (f) {
    case BarcodeFormat::Code128: return "CODE_128";
    case BarcodeFormat::Code39: return "CODE_39";
    case BarcodeFormat::ITF: return "ITF";
    case BarcodeFormat::EAN13: return "EAN_13";
    case BarcodeFormat::EAN8: return "EAN_8";
    case BarcodeFormat::UPCA: return "UPC_A";
    case BarcodeFormat::UPCE: return "UPC_E";
    case BarcodeFormat::QRCode: return "QR_CODE";
    case BarcodeFormat::DataMatrix: return "DATA_MATRIX";
    default: return "";
    }
}

Reader zxing(bool linear, int most) {
    using ZXing::BarcodeFormat;
    auto formats = BarcodeFormat::Code128 | BarcodeFormat::Code39 | BarcodeFormat::ITF | BarcodeFormat::EAN13 |
                   BarcodeFormat::EAN8 | BarcodeFormat::UPCA | BarcodeFormat::UPCE;
    if (!linear)
        formats |= BarcodeFormat::QRCode | BarcodeFormat::DataMatrix;
    ZXing::DecodeHints hints;
    hints.setFormats(formats);
    hints.setTryHarder(true);
    hints.setTryRotate(true);
    // zxing-cpp 1.4 aborts in an assertion of its own when it compares linear
    // symbols of several lines, so it is asked for one where a picture holds one.
    hints.setMaxNumberOfSymbols(most);
    return [hints](const Picture& p) {
        std::vector<Symbol> found;
        ZXing::ImageView view(p.grey.data(), p.width, p.height, ZXing::ImageFormat::Lum);
        for (const auto& r : ZXing::ReadBarcodes(view, hints))
            if (r.isValid())
                found.push_back({nameZXing(r.format()), r.text()});
        return found;
    };
}

// nameZBar is the scan command's name of one of zbar's types.
std::string nameZBar(const std::string& type) {
    static const std::pair<const char*, const char*> names[] = {
        {"CODE-128", "CODE_128"}, {"CODE-39", "CODE_39"}, {"I2/5", "ITF"},     {"EAN-13", "EAN_13"},
        {"EAN-8", "EAN_8"},       {"UPC-A", "UPC_A"},     {"UPC-E", "UPC_E"}, {"QR-Code", "QR_CODE"},
    };
    for (const auto& n : names)
        if (type == n.first)
            return n.second;
    return type;
}

Reader zbar(bool linear) {
    return [linear](const Picture& p) {
        std::vector<Symbol> found;
        auto add = [](void* to, const char* type, const char* text, unsigned long length) {
            static_cast<std::vector<Symbol>*>(to)->push_back({nameZBar(type), std::string(text, length)});
        };
        zbar_read(p.grey.data(), p.width, p.height, linear, add, &found);
        return found;
    };
}

// busy is how many milliseconds this thread has been computing.
double busy() {
    timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return double(t.tv_sec) * 1e3 + double(t.tv_nsec) / 1e6;
}

// escape keeps a text on its line, as in a Go string.
std::string escape(const std::string& text) {
    std::string out;
    for (unsigned char c : text) {
        char hex[8];
        if (c == '\t') out += "\\t";
        else if (c == '\n') out += "\\n";
        else if (c == '\r') out += "\\r";
        else if (c == '"' || c == '\\') { out += '\\'; out += char(c); }
        else if (c < 32 || c == 127) { std::snprintf(hex, sizeof hex, "\\x%02x", c); out += hex; }
        else out += char(c);
    }
    return out;
}

void report(const std::string& path, const std::vector<Symbol>& found, double ms) {
    if (found.empty())
        std::printf("%s\t\t\t%.4f\n", path.c_str(), ms);
    for (const auto& s : found)
        std::printf("%s\t%s\t%s\t%.4f\n", path.c_str(), s.format.c_str(), escape(s.text).c_str(), ms);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 6) {
        std::fprintf(stderr, "usage: peers zxing|zbar linear|all REPS MOST LIST\n");
        return 2;
    }
    bool linear = !std::strcmp(argv[2], "linear");
    Reader read = !std::strcmp(argv[1], "zbar") ? zbar(linear) : zxing(linear, std::atoi(argv[4]));
    int reps = std::max(1, std::atoi(argv[3])), failed = 0;
    std::ifstream list(argv[5]);
    for (std::string path; std::getline(list, path);) {
        Picture p;
        if (!load(path, p)) {
            std::fprintf(stderr, "peers: cannot read %s\n", path.c_str());
            failed++;
            continue;
        }
        std::vector<Symbol> found;
        double least = 1e9;
        for (int i = 0; i < reps; i++) {
            double begin = busy();
            found = read(p);
            least = std::min(least, busy() - begin);
        }
        report(path, found, least);
    }
    return failed ? 1 : 0;
}
